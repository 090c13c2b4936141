package com.sourceforgery.tachikoma.schedule;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import com.sourceforgery.tachikoma.address.Mailbox;
import com.sourceforgery.tachikoma.call.CallFailure;
import com.sourceforgery.tachikoma.grpc.frontend.schedule.ListScheduledEmailsRequest;
import com.sourceforgery.tachikoma.grpc.frontend.schedule.RescheduleEmailsRequest;
import com.sourceforgery.tachikoma.grpc.frontend.schedule.ScheduledEmailSelection;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Turns requests about scheduled mail into the parameters of {@code schedule-*.sql}. */
public final class ScheduleRequests {
    private static final int DEFAULT_PAGE = 100;
    private static final int MAX_PAGE = 1000;

    private final Clock clock;

    public ScheduleRequests(Clock clock) {
        this.clock = clock;
    }

    /**
     * Parameters of {@code schedule-list.sql}.
     *
     * @throws CallFailure INVALID with the field that cannot be used
     */
    public Map<String, Object> page(ListScheduledEmailsRequest request, long accountId) {
        PageToken after = request.getPageToken().isEmpty()
                ? new PageToken(
                        request.hasDueFrom() ? instant("due_from", request.getDueFrom()) : Instant.EPOCH,
                        Long.MIN_VALUE)
                : PageToken.parse(request.getPageToken());
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("accountId", accountId);
        parameters.put("afterDueAt", time(after.dueAt()));
        parameters.put("afterEmailId", after.emailId());
        parameters.put(
                "dueBefore", request.hasDueBefore() ? time(instant("due_before", request.getDueBefore())) : null);
        parameters.put("tag", tag(request.getTag()));
        parameters.put("recipient", recipient(request.getRecipient().getEmail()));
        parameters.put("limit", pageSize(request) + 1);
        return parameters;
    }

    private static String tag(String tag) {
        if (tag.indexOf('\0') >= 0) {
            throw CallFailure.invalid("tag", "There is a NUL character in it.");
        }
        return tag.isEmpty() ? null : tag;
    }

    private static String recipient(String address) {
        if (address.isEmpty()) {
            return null;
        }
        return CallFailure.read("recipient.email", () -> Mailbox.parse(address))
                .toString()
                .toLowerCase(Locale.ROOT);
    }

    /** How many mails a page has at most. */
    static int pageSize(ListScheduledEmailsRequest request) {
        int size = request.getPageSize();
        if (size < 0) {
            throw CallFailure.invalid("page_size", "This is negative");
        }
        return size == 0 ? DEFAULT_PAGE : Math.min(size, MAX_PAGE);
    }

    /** Parameters of {@code schedule-move.sql}: a new time. */
    public Map<String, Object> move(RescheduleEmailsRequest request, long accountId) {
        if (!request.hasDueAt()) {
            throw CallFailure.invalid("due_at", "This is missing");
        }
        Instant dueAt = instant("due_at", request.getDueAt());
        Instant now = clock.instant();
        return selection(request.getSelection(), accountId, dueAt.isBefore(now) ? now : dueAt);
    }

    /** Parameters of {@code schedule-move.sql} and {@code schedule-cancel.sql}: now. */
    public Map<String, Object> now(ScheduledEmailSelection selection, long accountId) {
        return selection(selection, accountId, clock.instant());
    }

    private static Map<String, Object> selection(ScheduledEmailSelection selection, long accountId, Instant dueAt) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("accountId", accountId);
        parameters.put("dueAt", time(dueAt));
        parameters.put("emailId", null);
        parameters.put("requestId", null);
        switch (selection.getSelectionCase()) {
            case EMAIL_ID -> parameters.put("emailId", selection.getEmailId().getId());
            case TRANSACTION_ID ->
                parameters.put("requestId", selection.getTransactionId().getId());
            default ->
                throw CallFailure.invalid("selection", "Name a mail by its email_id, or all of a transaction_id");
        }
        return parameters;
    }

    private static Instant instant(String field, Timestamp time) {
        if (!Timestamps.isValid(time) || time.getSeconds() < 0) {
            throw CallFailure.invalid(field, "This is no time between 1970 and 9999");
        }
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
