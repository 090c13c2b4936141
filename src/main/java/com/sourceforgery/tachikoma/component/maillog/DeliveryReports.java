package com.sourceforgery.tachikoma.component.maillog;

import com.sourceforgery.tachikoma.mta.DeliveryNotification;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Turns the lines of a log, taken in their order, into the reports that the webserver wants. */
public final class DeliveryReports {
    /** RFC 3463 section 3.5: delivery time expired. */
    private static final String EXPIRED = "5.4.7";

    /** RFC 3463 section 3.1: success, nothing more is known. */
    private static final String HANDED_ON = "2.0.0";

    private static final Pattern OUR_SENDER = Pattern.compile("bounce-[^@]+@.*");

    private final QueueMemory memory = new QueueMemory();

    /**
     * @param cause names the line for ever, see {@link DeliveryNotification#getCause()}
     * @return one report for a delivery attempt, one per waiting recipient for an expired mail, one without a recipient for
     *     a mail that left the queue without a word about it, else none; none either for mail known to be of another sender
     *     than this product
     */
    public List<DeliveryNotification> of(String line, String cause) {
        Optional<LogLine> parsed = LogLine.parse(line);
        List<DeliveryNotification> reports =
                parsed.map(known -> reports(known, cause)).orElse(List.of());
        parsed.ifPresent(memory::learn);
        return reports;
    }

    /** Takes in a line that was reported before, for what it tells about later ones. */
    void recall(String line) {
        LogLine.parse(line).ifPresent(memory::learn);
    }

    private List<DeliveryNotification> reports(LogLine line, String cause) {
        if (line instanceof LogLine.Delivery delivery) {
            String sender = memory.envelopeSender(delivery.queueId());
            return isForeign(sender) ? List.of() : List.of(attempt(delivery, sender, cause));
        }
        if (line instanceof LogLine.Expired expired && !isForeign(expired.envelopeSender())) {
            return expiries(expired, cause);
        }
        if (line instanceof LogLine.Removed removed && memory.isUnaccounted(removed.queueId())) {
            String sender = memory.envelopeSender(removed.queueId());
            return isForeign(sender) ? List.of() : List.of(handedOn(removed, sender, cause));
        }
        return List.of();
    }

    private static boolean isForeign(String sender) {
        return sender != null && !OUR_SENDER.matcher(sender).matches();
    }

    private static DeliveryNotification attempt(LogLine.Delivery delivery, String sender, String cause) {
        return report(delivery.queueId(), delivery.recipient(), delivery.status(), sender, cause)
                .setDiagnoseText(delivery.text())
                .setReason("relay " + delivery.relay())
                .build();
    }

    private List<DeliveryNotification> expiries(LogLine.Expired expired, String cause) {
        List<DeliveryNotification> reports = new ArrayList<>();
        for (String recipient : memory.waiting(expired.queueId())) {
            reports.add(expiry(expired, recipient, cause + "/" + recipient));
        }
        return reports.isEmpty() ? List.of(expiry(expired, "", cause)) : reports;
    }

    private static DeliveryNotification expiry(LogLine.Expired expired, String recipient, String cause) {
        return report(expired.queueId(), recipient, EXPIRED, expired.envelopeSender(), cause)
                .setDiagnoseText("expired, returned to sender")
                .setReason("expired")
                .build();
    }

    /**
     * Postfix has done with the mail, and its log has lost the line that told how: postlogd was killed with it unwritten.
     * Refusals are rare, so this counts as delivered; the text tells.
     */
    private static DeliveryNotification handedOn(LogLine.Removed removed, String sender, String cause) {
        return report(removed.queueId(), "", HANDED_ON, sender, cause)
                .setDiagnoseText("removed from the queue; the log has lost the line about its delivery")
                .setReason("log line lost")
                .build();
    }

    private static DeliveryNotification.Builder report(
            String queueId, String recipient, String status, String sender, String cause) {
        DeliveryNotification.Builder report = DeliveryNotification.newBuilder()
                .setQueueId(queueId)
                .setOriginalRecipient(recipient)
                .setStatus(status)
                .setCause(cause);
        return sender == null ? report : report.setEnvelopeSender(sender);
    }
}
