package com.sourceforgery.tachikoma.schedule;

import com.sourceforgery.tachikoma.call.CallFailure;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;

/**
 * Where a page of scheduled mail ended. Clients hand it back as they got it.
 *
 * @param dueAt of the last mail of the page
 * @param emailId of the last mail of the page
 */
record PageToken(Instant dueAt, long emailId) {
    static PageToken parse(String token) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.US_ASCII).split(" ", 2);
            if (parts.length == 2) {
                return new PageToken(Instant.parse(parts[0]), Long.parseLong(parts[1]));
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            // told below
        }
        throw CallFailure.invalid("page_token", "This is no next_page_token of an earlier answer");
    }

    String text() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((dueAt + " " + emailId).getBytes(StandardCharsets.US_ASCII));
    }
}
