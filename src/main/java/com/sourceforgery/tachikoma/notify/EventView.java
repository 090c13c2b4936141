package com.sourceforgery.tachikoma.notify;

import com.google.protobuf.Empty;
import com.sourceforgery.tachikoma.grpc.frontend.EmailMetrics;
import com.sourceforgery.tachikoma.grpc.frontend.EmailNotification;
import java.util.Map;
import java.util.Set;

/**
 * What one client wants to see of events.
 *
 * @param tags of mails whose events are shown; none: all events
 * @param withTrackingData whether tags and metadata are filled
 * @param withMetrics whether opens and clicks are filled
 * @param withSubject whether the subject is filled
 * @param excluded opens and clicks that are left out
 */
public record EventView(
        Set<String> tags,
        boolean withTrackingData,
        boolean withMetrics,
        boolean withSubject,
        ExcludedVerdicts excluded) {
    public boolean shows(EmailNotification notification) {
        return excluded.shows(notification)
                && (tags.isEmpty()
                        || notification.getEmailTrackingData().getTagsList().stream()
                                .anyMatch(tags::contains));
    }

    /** @param metrics by mail id */
    public EmailNotification of(EmailNotification notification, Map<Long, EmailMetrics> metrics) {
        EmailNotification.Builder view = notification.toBuilder();
        if (!withTrackingData) {
            view.setNoTrackingData(Empty.getDefaultInstance());
        }
        if (!withSubject) {
            view.clearSubject();
        }
        if (withMetrics) {
            view.setEmailMetrics(excluded.of(
                    metrics.getOrDefault(notification.getEmailId().getId(), EmailMetrics.getDefaultInstance())));
        }
        return view.build();
    }
}
