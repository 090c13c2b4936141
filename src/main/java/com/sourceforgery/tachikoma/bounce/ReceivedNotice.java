package com.sourceforgery.tachikoma.bounce;

import java.util.HashMap;
import java.util.Map;

/**
 * A mail that came in, read as a notice.
 *
 * @param accountId of the node that has received it
 * @param toBounceAddress whether it came to the address of a mail's envelope sender
 * @param autoMailId of the mail that it is about: by that address, else, of a complaint, by the Message-ID that it returns;
 *     null when neither says one
 */
public record ReceivedNotice(long accountId, boolean toBounceAddress, String autoMailId, Notice notice) {
    /** Whether it may say something of a mail that was sent. */
    public boolean isReport() {
        return autoMailId != null;
    }

    /** A member of {@code group:bounce-find}. */
    public Map<String, Object> lookup() {
        Map<String, Object> row = new HashMap<>();
        row.put("account_id", accountId);
        row.put("auto_mail_id", autoMailId);
        return row;
    }
}
