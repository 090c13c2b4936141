package com.sourceforgery.tachikoma.reply;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which codes a rule is about. In a place, {@code *} stands for any number and {@code ?} for one digit.
 *
 * @param text as it is in the file: {@code 5.1.1}, {@code 5.7.*}, {@code 5.7.6??}; {@code 550}, {@code 45?}
 */
record CodePattern(String text, Pattern pattern) {
    private static final Pattern ENHANCED = Pattern.compile("[245*](\\.(\\*|[0-9?]{1,3})){2}");
    private static final Pattern REPLY = Pattern.compile("[245][0-9?]{2}");

    /** A pattern of enhanced codes (RFC 3463), unless the text is none. */
    static Optional<CodePattern> ofEnhanced(String text) {
        return of(text, ENHANCED);
    }

    /** A pattern of three-digit codes (RFC 5321 section 4.2), unless the text is none. */
    static Optional<CodePattern> ofReply(String text) {
        return of(text, REPLY);
    }

    private static Optional<CodePattern> of(String text, Pattern form) {
        if (!form.matcher(text).matches()) {
            return Optional.empty();
        }
        String regex = text.replace(".", "\\.").replace("*", "\\d+").replace("?", "\\d");
        return Optional.of(new CodePattern(text, Pattern.compile(regex)));
    }

    boolean matches(String code) {
        return pattern.matcher(code).matches();
    }

    /** A code that it matches and that is as unlike others as can be. */
    String sample() {
        String numbers = text.replaceFirst("^\\*", "5").replace("?", "9");
        return numbers.replace("*", "999");
    }

    boolean permanentOnly() {
        return text.startsWith("5");
    }
}
