package com.sourceforgery.tachikoma.accept;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which headers a client may add to its mails. */
final class HeaderRules {
    /** Headers that the server writes itself, or that say who sent a mail, how it came here or how to read it. */
    private static final Set<String> RESERVED = Set.of(
            "from",
            "sender",
            "to",
            "cc",
            "bcc",
            "date",
            "subject",
            "reply-to",
            "message-id",
            "return-path",
            "received",
            "dkim-signature",
            "mime-version",
            "x-report-abuse");

    private static final List<String> RESERVED_PREFIXES =
            List.of("resent-", "list-unsubscribe", "content-", "x-tachikoma-");

    private HeaderRules() {}

    static void check(Map<String, String> headers, Violations violations) {
        Set<String> seen = new HashSet<>();
        headers.forEach((name, value) -> {
            String field = "headers[" + TextRules.shown(name) + "]";
            String lowerCase = name.toLowerCase(Locale.ROOT);
            if (!isFieldName(name)) {
                violations.add(field, "This is no header name.");
            } else if (RESERVED.contains(lowerCase)
                    || RESERVED_PREFIXES.stream().anyMatch(lowerCase::startsWith)) {
                violations.add(field, "Only the server sets this header.");
            } else if (!seen.add(lowerCase)) {
                violations.add(field, "The header is given twice.");
            }
            TextRules.checkLine(field, value, violations);
        });
    }

    /** RFC 5322 §2.2, and no leading dot, for no line of a mail begins with one. */
    private static boolean isFieldName(String name) {
        return !name.isEmpty()
                && name.length() <= 76
                && name.charAt(0) != '.'
                && name.chars().allMatch(c -> c > ' ' && c < 127 && c != ':');
    }
}
