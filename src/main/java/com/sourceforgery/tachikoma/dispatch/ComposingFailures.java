package com.sourceforgery.tachikoma.dispatch;

import java.util.Map;

/** Mails that cannot be composed. */
public final class ComposingFailures {
    /** The row for {@code dispatch-fail.sql}. */
    public Map<String, Object> row(Map<String, Object> mail, String reason) {
        return Map.of(
                "account_id", mail.get("account_id"),
                "email_id", mail.get("email_id"),
                "reason", ("not sent: " + reason).replace("\0", ""));
    }
}
