package com.sourceforgery.tachikoma.node;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an SMTP server answered (RFC 5321 section 4.2).
 *
 * @param code three digits; -1 when the connection ended or the reply was none
 * @param text the whole reply, its lines joined by blanks
 */
record SmtpReply(int code, String text) {
    private static final Pattern ENHANCED_CODE =
            Pattern.compile("^[245]\\d\\d[ -]([245])\\.(\\d{1,3})\\.(\\d{1,3})\\b");
    private static final Pattern QUEUED_AS = Pattern.compile("\\bqueued as (\\w+)");

    private static final Set<Integer> DIALOGUE_CODES = Set.of(500, 502, 503, 504, 530, 538);

    static SmtpReply of(int code, String lines) {
        return new SmtpReply(code, lines == null ? "" : lines.strip().replaceAll("\\R", " "));
    }

    boolean isPositive() {
        return code >= 200 && code < 300;
    }

    /**
     * Whether the mail or its recipient is refused for good. A 5xx about the dialogue itself (unknown command, bad
     * sequence, authentication wanted; RFC 5321 section 4.2.2, RFC 3463 X.5) says nothing about the mail.
     */
    boolean isRefusalForGood() {
        return code >= 500 && code < 600 && !DIALOGUE_CODES.contains(code) && !status().startsWith("5.5.");
    }

    /** The enhanced status code (RFC 2034) where it is of the reply's own class, else the class alone: {@code 5.0.0}. */
    String status() {
        Matcher enhanced = ENHANCED_CODE.matcher(text);
        String replyClass = Integer.toString(code / 100);
        return enhanced.find() && enhanced.group(1).equals(replyClass)
                ? replyClass + "." + enhanced.group(2) + "." + enhanced.group(3)
                : replyClass + ".0.0";
    }

    /** The queue id in Postfix's reply to a mail it accepted. */
    Optional<String> queueId() {
        Matcher queued = QUEUED_AS.matcher(text);
        return queued.find() ? Optional.of(queued.group(1)) : Optional.empty();
    }
}
