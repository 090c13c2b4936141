package com.sourceforgery.tachikoma.notify;

import com.google.protobuf.Message;
import com.sourceforgery.tachikoma.grpc.frontend.EmailNotification;
import com.sourceforgery.tachikoma.grpc.frontend.event.Event;
import com.sourceforgery.tachikoma.grpc.frontend.event.EventOptions;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.EmailAddressNotification;
import java.util.Set;

/** The messages of {@code EventService}. */
public final class Events {
    private Events() {}

    public static EventView view(EventOptions options) {
        return new EventView(
                Set.copyOf(options.getTagsList()),
                options.getIncludeTrackingData(),
                options.getIncludeMetricsData(),
                options.getIncludeSubject(),
                new ExcludedVerdicts(options.getExcludeVerdictsList()));
    }

    /** @param notification an EmailNotification or EmailAddressNotification */
    public static Event event(Message notification) {
        return notification instanceof EmailNotification mail
                ? Event.newBuilder().setEmailNotification(mail).build()
                : Event.newBuilder()
                        .setEmailAddressNotification((EmailAddressNotification) notification)
                        .build();
    }
}
