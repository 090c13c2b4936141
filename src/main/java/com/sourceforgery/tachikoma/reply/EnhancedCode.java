package com.sourceforgery.tachikoma.reply;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Enhanced mail system status code (RFC 3463).
 *
 * @param type 2 success, 4 may succeed later, 5 permanent ('class' in section 3.1)
 */
record EnhancedCode(int type, int subject, int detail) {
    private static final Pattern FORM = Pattern.compile("([245])\\.(\\d{1,3})\\.(\\d{1,3})");

    /** A code at the beginning of a text; a comment may follow it, as RFC 3464 section 2.3.4 allows. */
    static Optional<EnhancedCode> leading(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.lookingAt() ? Optional.of(of(matcher)) : Optional.empty();
    }

    /** A code and nothing else. */
    static Optional<EnhancedCode> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches() ? Optional.of(of(matcher)) : Optional.empty();
    }

    private static EnhancedCode of(Matcher matcher) {
        return new EnhancedCode(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)));
    }

    /** Whether it says more than the other: x.1.1 says more than x.1.0, and that more than x.0.0. */
    boolean saysMoreThan(EnhancedCode other) {
        return precision() > other.precision();
    }

    private int precision() {
        if (subject == 0) {
            return 0;
        }
        return detail == 0 ? 1 : 2;
    }

    EnhancedCode withType(int other) {
        return new EnhancedCode(other, subject, detail);
    }

    @Override
    public String toString() {
        return type + "." + subject + "." + detail;
    }
}
