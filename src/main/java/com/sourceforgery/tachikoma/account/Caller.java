package com.sourceforgery.tachikoma.account;

import com.sourceforgery.tachikoma.address.DomainName;
import com.sourceforgery.tachikoma.call.CallFailure;
import com.sourceforgery.tachikoma.call.CallFailure.FieldViolation;
import com.sourceforgery.tachikoma.call.CallFailure.Reason;
import java.util.List;
import java.util.Map;

/**
 * Who makes a call.
 *
 * @param credentialsVersion raised when a credential of the user is withdrawn
 * @param recipientOverride address that gets all mail of this user instead of the recipients, or null
 * @param baseUrl prefix of the account's links, or null for the server's
 */
public record Caller(
        long userId,
        long accountId,
        Role role,
        int credentialsVersion,
        String mailDomain,
        String recipientOverride,
        String baseUrl) {

    /** @param user row of {@code account-authenticate.sql} or {@code login-admit.sql} */
    public static Caller of(Map<String, Object> user) {
        return new Caller(
                ((Number) user.get("user_id")).longValue(),
                ((Number) user.get("account_id")).longValue(),
                Role.valueOf((String) user.get("role")),
                ((Number) user.get("credentials_version")).intValue(),
                (String) user.get("mail_domain"),
                (String) user.get("recipient_override"),
                (String) user.get("base_url"));
    }

    /**
     * @param field that names the domain
     * @param domain in any spelling; empty for the caller's own
     * @throws CallFailure FORBIDDEN when it is not the caller's
     */
    public void checkOwns(String field, String domain) {
        if (!domain.isEmpty() && !isOwn(domain)) {
            String sentence = "The mail domain must be " + mailDomain + ".";
            throw new CallFailure(
                    Reason.FORBIDDEN, field + ": " + sentence, List.of(new FieldViolation(field, sentence)));
        }
    }

    private boolean isOwn(String domain) {
        return DomainName.findProblem(domain).isEmpty()
                && DomainName.toAscii(domain).equals(mailDomain);
    }
}
