package com.sourceforgery.tachikoma.block;

import com.sourceforgery.tachikoma.account.Caller;
import com.sourceforgery.tachikoma.address.Mailbox;
import com.sourceforgery.tachikoma.call.CallFailure;
import com.sourceforgery.tachikoma.grpc.frontend.BlockedReason;
import com.sourceforgery.tachikoma.grpc.frontend.EmailAddress;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.BlockedEmail;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.RemoveBlockedEmailRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Turns clients' requests into rows of {@code block-*.sql}, and those into what clients see. */
public final class BlockRows {
    private static final String FROM = "from_email.email";
    private static final String RECIPIENT = "recipient_email.email";

    /**
     * A member of {@code group:block-add}.
     *
     * @throws CallFailure FORBIDDEN for a sender of another domain, INVALID for what is no address or no reason
     */
    public Map<String, Object> ofAdded(BlockedEmail request, Caller caller) {
        Mailbox from = mailbox(FROM, request.getFromEmail());
        caller.checkOwns(FROM, from.domain());
        return Map.of(
                "account_id", caller.accountId(),
                "from_email", from.toString(),
                "recipient", mailbox(RECIPIENT, request.getRecipientEmail()).toString(),
                "reason", reason(request.getBlockedReason()).name());
    }

    private static BlockedReason reason(BlockedReason reason) {
        if (reason == BlockedReason.UNBLOCKED || reason == BlockedReason.UNRECOGNIZED) {
            throw CallFailure.invalid("blocked_reason", "It is to be UNSUBSCRIBED, SPAM_MARKED or HARD_BOUNCED.");
        }
        return reason;
    }

    /** Parameters of {@code block-remove.sql}. */
    public Map<String, Object> ofRemoved(RemoveBlockedEmailRequest request) {
        boolean anySender = request.getFromEmail().getEmail().isEmpty();
        Map<String, Object> row = new HashMap<>();
        row.put(
                "fromEmail",
                anySender ? null : mailbox(FROM, request.getFromEmail()).toString());
        row.put("recipient", mailbox(RECIPIENT, request.getRecipientEmail()).toString());
        return row;
    }

    /** A domain may end in the dot of the root (RFC 1034 §3.1), as people copy it from name servers. */
    private static Mailbox mailbox(String field, EmailAddress address) {
        String given = address.getEmail().strip();
        String undotted = given.endsWith(".") ? given.substring(0, given.length() - 1) : given;
        return CallFailure.read(field, () -> Mailbox.parse(undotted));
    }

    /** A blocked pair as clients see it. */
    public static BlockedEmail blocked(Map<String, Object> row) {
        return BlockedEmail.newBuilder()
                .setFromEmail(EmailAddress.newBuilder().setEmail((String) row.get("from_email")))
                .setRecipientEmail(EmailAddress.newBuilder().setEmail((String) row.get("recipient")))
                .setBlockedReason(BlockedReason.valueOf((String) row.get("reason")))
                .setRule(Objects.toString(row.get("rule"), ""))
                .setRulesVersion(Objects.toString(row.get("rules_version"), ""))
                .build();
    }
}
