package com.sourceforgery.tachikoma.stream;

import com.google.protobuf.Empty;
import com.google.protobuf.Message;
import com.sourceforgery.tachikoma.grpc.frontend.EmailMetrics;
import com.sourceforgery.tachikoma.grpc.frontend.EmailNotification;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.EmailAddressNotification;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.EmailNotificationOrKeepAlive;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.NotificationStreamParameters;
import com.sourceforgery.tachikoma.notify.ExcludedVerdicts;
import java.util.HashSet;
import java.util.Set;

/** What one client wants to see of events: which, and with which of their optional parts. */
final class NotificationView {
    private final NotificationStreamParameters parameters;
    private final Set<String> tags;
    private final ExcludedVerdicts excluded;
    private final boolean wrapped;

    /** @param wrapped whether the stream speaks EmailNotificationOrKeepAlive */
    NotificationView(NotificationStreamParameters parameters, boolean wrapped) {
        this.parameters = parameters;
        this.tags = new HashSet<>(parameters.getTagsList());
        this.excluded = new ExcludedVerdicts(parameters.getExcludeVerdictsList());
        this.wrapped = wrapped;
    }

    /**
     * Without tags all events; else those of mails that have one of them. Changes of block states are shown where the stream
     * has a place for them.
     */
    boolean shows(Message notification) {
        if (!(notification instanceof EmailNotification mail)) {
            return wrapped;
        }
        return excluded.shows(mail)
                && (tags.isEmpty()
                        || mail.getEmailTrackingData().getTagsList().stream().anyMatch(tags::contains));
    }

    boolean withMetrics() {
        return parameters.getIncludeMetricsData();
    }

    /**
     * The message to write.
     *
     * @param metrics of the mail, where the client wants them
     */
    Message of(Message notification, EmailMetrics metrics) {
        if (notification instanceof EmailAddressNotification address) {
            return EmailNotificationOrKeepAlive.newBuilder()
                    .setEmailAddressNotification(address)
                    .build();
        }
        EmailNotification.Builder view = ((EmailNotification) notification).toBuilder();
        if (!parameters.getIncludeTrackingData()) {
            view.setNoTrackingData(Empty.getDefaultInstance());
        }
        if (!parameters.getIncludeSubject()) {
            view.clearSubject();
        }
        if (withMetrics()) {
            view.setEmailMetrics(excluded.of(metrics));
        }
        return wrapped
                ? EmailNotificationOrKeepAlive.newBuilder()
                        .setEmailNotification(view)
                        .build()
                : view.build();
    }
}
