package com.sourceforgery.tachikoma.accept;

import java.util.Map;
import java.util.Optional;

/** Text that ends up in one line of a header. */
final class TextRules {
    static final String NUL = "There is a NUL character in it.";

    private TextRules() {}

    /** No CR, LF or NUL: what could begin another header. */
    static void checkLine(String field, String text, Violations violations) {
        if (breaksLine(text)) {
            violations.add(field, "There is a line end or a NUL character in it.");
        }
    }

    static boolean breaksLine(String text) {
        return text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0 || text.indexOf('\0') >= 0;
    }

    /** No NUL, which PostgreSQL has no place for. */
    static Optional<String> findNul(Map<String, String> map) {
        for (Map.Entry<String, String> entry : map.entrySet()) {
            if (entry.getKey().indexOf('\0') >= 0 || entry.getValue().indexOf('\0') >= 0) {
                return Optional.of(NUL);
            }
        }
        return Optional.empty();
    }

    /** A name of the client's choice as part of a message: short and printable. */
    static String shown(String name) {
        String cut = name.length() > 60 ? name.substring(0, 60) + "…" : name;
        return cut.replaceAll("\\p{Cntrl}", "?");
    }
}
