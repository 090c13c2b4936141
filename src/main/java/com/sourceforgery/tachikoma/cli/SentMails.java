package com.sourceforgery.tachikoma.cli;

import com.sourceforgery.tachikoma.cli.SentMail.Step;
import com.sourceforgery.tachikoma.grpc.frontend.EmailNotification;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailQueueStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The mails that a client has sent, kept up to date by their events. */
public final class SentMails {
    private final List<SentMail> all = new ArrayList<>();
    private final Map<Long, SentMail> byId = new HashMap<>();

    /** Adds what a call has answered for one recipient. */
    public SentMail add(EmailQueueStatus status) {
        Step first = new Step(Instant.now(), MailState.of(status), detail(status));
        SentMail mail =
                new SentMail(status.getEmailId().getId(), status.getRecipient().getEmail(), first);
        all.add(mail);
        byId.put(mail.id(), mail);
        return mail;
    }

    private static String detail(EmailQueueStatus status) {
        return switch (status.getDeliveryStatusCase()) {
            case REJECTED -> status.getRejected().getRejectionReason();
            case SCHEDULED -> "for " + instant(status.getScheduled().getScheduledTo());
            default -> "";
        };
    }

    /**
     * Notes an event.
     *
     * @return the mail it is about; nothing when it is another client's, says nothing of delivery, or came before
     */
    public Optional<SentMail> add(EmailNotification event) {
        SentMail mail = byId.get(event.getEmailId().getId());
        Optional<MailState> state = MailState.of(event);
        if (mail == null || state.isEmpty()) {
            return Optional.empty();
        }
        Step step = new Step(
                instant(event.getTimestamp()),
                state.get(),
                event.getHardBouncedEvent().getRejectReason());
        if (mail.steps().contains(step)) {
            return Optional.empty();
        }
        mail.add(step);
        return Optional.of(mail);
    }

    private static Instant instant(com.google.protobuf.Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }

    public List<SentMail> all() {
        return List.copyOf(all);
    }

    public boolean areFinal() {
        return all.stream().allMatch(mail -> mail.last().state().isFinal());
    }

    /** How many are in this state now. */
    public long count(MailState state) {
        return all.stream().filter(mail -> mail.last().state() == state).count();
    }
}
