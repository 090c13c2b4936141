package com.sourceforgery.tachikoma.reply;

import java.util.Objects;

/**
 * What was said of one recipient.
 *
 * @param status enhanced status code (RFC 3463) as reported, such as {@code 5.1.1}; "" when none was
 * @param text the other server's words, with or without Postfix's frame {@code host mx[192.0.2.1] said: … (in reply to RCPT
 *     TO command)}; may hold a three-digit code and an enhanced code of its own
 */
public record Reply(String status, String text) {
    public Reply {
        status = Objects.requireNonNullElse(status, "").strip();
        text = Objects.requireNonNullElse(text, "");
    }
}
