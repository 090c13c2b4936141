package com.sourceforgery.tachikoma.cli;

import com.sourceforgery.tachikoma.grpc.frontend.EmailNotification;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailQueueStatus;
import java.util.Locale;
import java.util.Optional;

/** How far a mail is. */
public enum MailState {
    /** Taken by the webserver. */
    ACCEPTED(false),
    /** Taken by the webserver, to be sent later. */
    SCHEDULED(false),
    /** Not taken: the recipient is blocked. */
    REJECTED(true),
    /** With the node's Postfix. */
    QUEUED(false),
    SOFT_BOUNCED(false),
    DELIVERED(true),
    HARD_BOUNCED(true);

    private final boolean last;

    MailState(boolean last) {
        this.last = last;
    }

    /** Whether delivery is decided. */
    public boolean isFinal() {
        return last;
    }

    static MailState of(EmailQueueStatus status) {
        return switch (status.getDeliveryStatusCase()) {
            case REJECTED -> REJECTED;
            case SCHEDULED -> SCHEDULED;
            default -> ACCEPTED;
        };
    }

    /** What an event says about delivery; opens, clicks and the like say nothing. */
    static Optional<MailState> of(EmailNotification event) {
        return switch (event.getNotificationCase()) {
            case QUEUED_EVENT -> Optional.of(QUEUED);
            case SOFT_BOUNCED_EVENT -> Optional.of(SOFT_BOUNCED);
            case DELIVERED_EVENT -> Optional.of(DELIVERED);
            case HARD_BOUNCED_EVENT -> Optional.of(HARD_BOUNCED);
            default -> Optional.empty();
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
