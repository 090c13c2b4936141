package com.sourceforgery.tachikoma.schedule;

import com.google.protobuf.Timestamp;
import com.sourceforgery.tachikoma.call.CallFailure;
import com.sourceforgery.tachikoma.call.CallFailure.Reason;
import com.sourceforgery.tachikoma.grpc.frontend.EmailAddress;
import com.sourceforgery.tachikoma.grpc.frontend.EmailId;
import com.sourceforgery.tachikoma.grpc.frontend.EmailTransactionId;
import com.sourceforgery.tachikoma.grpc.frontend.schedule.ChangeScheduledEmailsResponse;
import com.sourceforgery.tachikoma.grpc.frontend.schedule.ListScheduledEmailsRequest;
import com.sourceforgery.tachikoma.grpc.frontend.schedule.ListScheduledEmailsResponse;
import com.sourceforgery.tachikoma.grpc.frontend.schedule.ScheduledEmail;
import java.sql.Array;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Turns the rows of {@code schedule-*.sql} into answers. */
public final class ScheduleAnswers {
    /** A page, with the token of the next one if there is one. */
    public ListScheduledEmailsResponse page(List<Map<String, Object>> rows, ListScheduledEmailsRequest request) {
        int size = ScheduleRequests.pageSize(request);
        ListScheduledEmailsResponse.Builder page = ListScheduledEmailsResponse.newBuilder();
        rows.stream().limit(size).map(ScheduleAnswers::mail).forEach(page::addEmails);
        if (rows.size() > size) {
            Map<String, Object> last = rows.get(size - 1);
            page.setNextPageToken(new PageToken(time(last, "due_at"), number(last, "email_id")).text());
        }
        return page.build();
    }

    private static ScheduledEmail mail(Map<String, Object> row) {
        return ScheduledEmail.newBuilder()
                .setEmailId(EmailId.newBuilder().setId(number(row, "email_id")))
                .setTransactionId(EmailTransactionId.newBuilder().setId(number(row, "request_id")))
                .setFrom(EmailAddress.newBuilder().setEmail((String) row.get("from_email")))
                .setRecipient(EmailAddress.newBuilder().setEmail((String) row.get("recipient")))
                .setDueAt(timestamp(time(row, "due_at")))
                .addAllTags(tags(row))
                .setAcceptedAt(timestamp(time(row, "accepted_at")))
                .build();
    }

    /**
     * What was changed, and for which mails it was too late.
     *
     * @throws CallFailure NOT_FOUND when there is no such mail, TOO_LATE when none could be changed
     */
    public ChangeScheduledEmailsResponse changes(List<Map<String, Object>> rows) {
        if (rows.isEmpty()) {
            throw new CallFailure(Reason.NOT_FOUND, "There is no such mail");
        }
        ChangeScheduledEmailsResponse.Builder answer = ChangeScheduledEmailsResponse.newBuilder();
        for (Map<String, Object> row : rows) {
            EmailId id = EmailId.newBuilder().setId(number(row, "email_id")).build();
            if (Boolean.TRUE.equals(row.get("changed"))) {
                answer.addChanged(id);
            } else {
                answer.addTooLate(id);
            }
        }
        if (answer.getChangedCount() == 0) {
            throw new CallFailure(Reason.TOO_LATE, "Too late: a node has been given the mail, or its outcome is known");
        }
        return answer.build();
    }

    private static List<String> tags(Map<String, Object> row) {
        try {
            return Arrays.asList((String[]) ((Array) row.get("tags")).getArray());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long number(Map<String, Object> row, String column) {
        return ((Number) row.get(column)).longValue();
    }

    private static Instant time(Map<String, Object> row, String column) {
        return ((java.sql.Timestamp) row.get(column)).toInstant();
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
