package com.sourceforgery.tachikoma.notify;

import com.google.protobuf.Empty;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.sourceforgery.tachikoma.broker.ConfirmedPublisher.Outgoing;
import com.sourceforgery.tachikoma.grpc.frontend.BlockedReason;
import com.sourceforgery.tachikoma.grpc.frontend.CancelledEvent;
import com.sourceforgery.tachikoma.grpc.frontend.ClickedEvent;
import com.sourceforgery.tachikoma.grpc.frontend.DeliveredEvent;
import com.sourceforgery.tachikoma.grpc.frontend.EmailAddress;
import com.sourceforgery.tachikoma.grpc.frontend.EmailId;
import com.sourceforgery.tachikoma.grpc.frontend.EmailNotification;
import com.sourceforgery.tachikoma.grpc.frontend.EmailTransactionId;
import com.sourceforgery.tachikoma.grpc.frontend.HardBouncedEvent;
import com.sourceforgery.tachikoma.grpc.frontend.MessageId;
import com.sourceforgery.tachikoma.grpc.frontend.OpenedEvent;
import com.sourceforgery.tachikoma.grpc.frontend.QueuedEvent;
import com.sourceforgery.tachikoma.grpc.frontend.ReportedAbuseEvent;
import com.sourceforgery.tachikoma.grpc.frontend.SentEmailTrackingData;
import com.sourceforgery.tachikoma.grpc.frontend.SoftBouncedEvent;
import com.sourceforgery.tachikoma.grpc.frontend.SpamEvent;
import com.sourceforgery.tachikoma.grpc.frontend.UnsubscribedEvent;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.EmailAddressNotification;
import java.sql.Array;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns event rows (view {@code event_detail}) into what clients are told, and into messages of the exchange {@code events}:
 * body an EmailNotification with all optional parts but metrics, or an EmailAddressNotification, routing key {@code <account
 * id>.<kind in lower case>}, headers {@code mail_domain}, {@code kind} and {@code tags}, message id = event id.
 */
public final class EventMessages {
    /** Kind of an event that is a change of an address's block state. */
    static final String ADDRESS = "ADDRESS";

    private static final String CONTENT_TYPE = "application/x-protobuf; messageType=";
    private static final Logger LOG = LoggerFactory.getLogger(EventMessages.class);

    /** The message of one event row. */
    public Outgoing of(Map<String, Object> row) {
        String kind = text(row, "kind");
        Message message = event(row);
        return new Outgoing(
                row.get("event_id").toString(),
                row.get("account_id") + "." + kind.toLowerCase(Locale.ROOT),
                message.toByteArray(),
                CONTENT_TYPE + message.getDescriptorForType().getName(),
                null,
                Map.of("mail_domain", row.get("mail_domain"), "kind", kind, "tags", tags(row)));
    }

    /** What a client is told of an event; nothing, but a line in the log, when it cannot be told. */
    public Optional<Message> find(Map<String, Object> row) {
        try {
            return Optional.of(event(row));
        } catch (RuntimeException e) {
            LOG.error("Event {} cannot be told", row.get("event_id"), e);
            return Optional.empty();
        }
    }

    /**
     * The body of a message of the exchange {@code events}.
     *
     * @param kind header {@code kind} of the message
     */
    public static Message parse(String kind, byte[] body) throws InvalidProtocolBufferException {
        return ADDRESS.equals(kind) ? EmailAddressNotification.parseFrom(body) : EmailNotification.parseFrom(body);
    }

    private Message event(Map<String, Object> row) {
        return ADDRESS.equals(row.get("kind")) ? addressNotification(row) : notification(row);
    }

    private static EmailAddressNotification addressNotification(Map<String, Object> row) {
        EmailAddressNotification.Builder notification = EmailAddressNotification.newBuilder()
                .setEventId(number(row, "event_id"))
                .setFromEmail(text(row, "from_email"))
                .setRecipientEmail(text(row, "recipient"))
                .setTimestamp(timestamp(row));
        if (row.get("new_reason") != null) {
            return notification
                    .setNewReason(BlockedReason.valueOf(text(row, "new_reason")))
                    .build();
        }
        return notification
                .setOldReason(BlockedReason.valueOf(text(row, "old_reason")))
                .build();
    }

    /** The notification of one event row. */
    public EmailNotification notification(Map<String, Object> row) {
        EmailNotification.Builder notification = EmailNotification.newBuilder()
                .setEventId(number(row, "event_id"))
                .setEmailId(EmailId.newBuilder().setId(number(row, "email_id")))
                .setEmailTransactionId(EmailTransactionId.newBuilder().setId(number(row, "request_id")))
                .setRecipientEmailAddress(EmailAddress.newBuilder().setEmail(text(row, "recipient")))
                .setSenderEmailAddress(EmailAddress.newBuilder().setEmail(text(row, "from_email")))
                .setSubject(text(row, "subject"))
                .setMessageId(MessageId.newBuilder()
                        .setMessageId("<" + row.get("auto_mail_id") + "@" + row.get("mail_domain") + ">"))
                .setTimestamp(timestamp(row))
                .setEmailTrackingData(SentEmailTrackingData.newBuilder()
                        .addAllTags(tags(row))
                        .putAllMetadata(JsonMap.read(text(row, "metadata"))))
                .setNoMetricsData(Empty.getDefaultInstance());
        setEvent(notification, row);
        return notification.build();
    }

    private void setEvent(EmailNotification.Builder notification, Map<String, Object> row) {
        Map<String, String> detail = JsonMap.read(text(row, "detail"));
        HitDetail hit = HitDetail.of(detail);
        String kind = text(row, "kind");
        switch (kind) {
            case "QUEUED" -> notification.setQueuedEvent(QueuedEvent.getDefaultInstance());
            case "DELIVERED" -> notification.setDeliveredEvent(DeliveredEvent.getDefaultInstance());
            case "SOFT_BOUNCED" ->
                notification.setSoftBouncedEvent(SoftBouncedEvent.newBuilder()
                        .setRejectReason(text(row, "reason"))
                        .setStatus(text(row, "status"))
                        .setBounceClass(detail.getOrDefault("class", ""))
                        .setGivenUp("failed".equals(detail.get("action"))));
            case "HARD_BOUNCED" ->
                notification.setHardBouncedEvent(HardBouncedEvent.newBuilder()
                        .setRejectReason(text(row, "reason"))
                        .setStatus(text(row, "status"))
                        .setBounceClass(detail.getOrDefault("class", "")));
            case "OPENED" ->
                notification.setOpenedEvent(OpenedEvent.newBuilder()
                        .setIpAddress(hit.address())
                        .setUserAgent(hit.agent())
                        .setVerdict(hit.verdict())
                        .setVerdictRule(hit.rule()));
            case "CLICKED" ->
                notification.setClickedEvent(ClickedEvent.newBuilder()
                        .setIpAddress(hit.address())
                        .setUserAgent(hit.agent())
                        .setClickedUrl(hit.url())
                        .setVerdict(hit.verdict())
                        .setVerdictRule(hit.rule()));
            case "UNSUBSCRIBED" ->
                notification.setUnsubscribedEvent(UnsubscribedEvent.newBuilder().setIpAddress(hit.address()));
            case "SPAM" ->
                notification.setSpamEvent(
                        SpamEvent.newBuilder().setFeedbackType(detail.getOrDefault("feedback_type", "")));
            case "CANCELLED" -> notification.setCancelledEvent(CancelledEvent.getDefaultInstance());
            case "REPORTED_ABUSE" ->
                notification.setReportedAbuseEvent(ReportedAbuseEvent.newBuilder()
                        .setIpAddress(hit.address())
                        .setText(hit.text()));
            default -> throw new IllegalArgumentException("No notification for an event of kind " + kind);
        }
    }

    private static List<String> tags(Map<String, Object> row) {
        try {
            return Arrays.asList((String[]) ((Array) row.get("tags")).getArray());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Timestamp timestamp(Map<String, Object> row) {
        Instant instant = ((java.sql.Timestamp) row.get("occurred_at")).toInstant();
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    private static long number(Map<String, Object> row, String column) {
        return ((Number) row.get(column)).longValue();
    }

    private static String text(Map<String, Object> row, String column) {
        Object value = row.get(column);
        return value == null ? "" : value.toString();
    }
}
