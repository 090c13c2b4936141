package com.sourceforgery.tachikoma.accept;

import com.sourceforgery.tachikoma.grpc.frontend.EmailAddress;
import com.sourceforgery.tachikoma.grpc.frontend.EmailId;
import com.sourceforgery.tachikoma.grpc.frontend.EmailTransactionId;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailQueueStatus;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailQueueStatusList;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.Queued;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.Rejected;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.Rejected.RejectReason;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.Scheduled;
import java.sql.Array;
import java.sql.SQLException;
import java.util.Map;

/** Turns the row of {@code accept-store.sql} or {@code accept-repeat.sql} into the answer to the caller. */
public final class QueueStatuses {
    /**
     * One status per recipient of the request, in their order, with the address as the caller wrote it: rejected when
     * blocked, scheduled when due later, else queued.
     */
    public EmailQueueStatusList of(Map<String, Object> stored, OutgoingEmail request) {
        EmailTransactionId transaction = EmailTransactionId.newBuilder()
                .setId(((Number) stored.get("request_id")).longValue())
                .build();
        Long[] emailIds = (Long[]) array(stored.get("email_ids"));
        String[] rejected = (String[]) array(stored.get("rejected"));
        EmailQueueStatusList.Builder list = EmailQueueStatusList.newBuilder();
        for (int i = 0; i < emailIds.length; i++) {
            EmailQueueStatus.Builder status = list.addListBuilder()
                    .setRecipient(EmailAddress.newBuilder()
                            .setEmail(request.getRecipients(i).getNamedEmail().getEmail()))
                    .setEmailId(EmailId.newBuilder().setId(emailIds[i]))
                    .setTransactionId(transaction);
            if (rejected[i] != null) {
                status.setRejected(rejected(rejected[i]));
            } else if (Boolean.TRUE.equals(stored.get("scheduled"))) {
                status.setScheduled(Scheduled.newBuilder().setScheduledTo(request.getSendAt()));
            } else {
                status.setQueued(Queued.getDefaultInstance());
            }
        }
        return list.build();
    }

    private static Object array(Object column) {
        try {
            return ((Array) column).getArray();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Rejected rejected(String reason) {
        return switch (reason) {
            case "UNSUBSCRIBED" -> rejected(RejectReason.UNSUBSCRIBED, "unsubscribed");
            case "SPAM_MARKED" -> rejected(RejectReason.SPAM_MARKED, "marked as spam");
            // the contract has no value of its own for it; existing clients know it as SPAM_MARKED
            case "HARD_BOUNCED" -> rejected(RejectReason.SPAM_MARKED, "hard bounced");
            default -> rejected(RejectReason.UNKNOWN, "blocked");
        };
    }

    private static Rejected rejected(RejectReason reason, String text) {
        return Rejected.newBuilder()
                .setRejectReason(reason)
                .setRejectionReason(text)
                .build();
    }
}
