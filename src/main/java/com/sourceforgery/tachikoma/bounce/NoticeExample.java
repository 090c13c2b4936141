package com.sourceforgery.tachikoma.bounce;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What proves a rule: a mail that it reads and no rule before it.
 *
 * @param line where it stands
 * @param gives of each report what the example says of it: {@code recipient}, {@code original}, {@code action},
 *     {@code status}, {@code text}
 */
record NoticeExample(int line, String rule, String mail, List<Map<String, String>> gives) {
    static final Set<String> GIVEN = Set.of("recipient", "original", "status", "text", "action");

    /** @return what is wrong with the rules, a sentence */
    Optional<String> fault(NoticeReader reader) {
        Notice notice = reader.read(null, new ByteArrayInputStream(mail.getBytes(StandardCharsets.UTF_8)));
        if (!notice.format().equals(rule)) {
            String by = notice.format().isEmpty() ? "no rule" : "'" + notice.format() + "'";
            return Optional.of("The example of '" + rule + "' is read by " + by + ".");
        }
        List<Map<String, String>> given = new ArrayList<>();
        for (int i = 0; i < notice.reports().size(); i++) {
            Set<String> wanted = i < gives.size() ? gives.get(i).keySet() : GIVEN;
            given.add(said(notice.reports().get(i), wanted));
        }
        return given.equals(gives)
                ? Optional.empty()
                : Optional.of("The example of '" + rule + "' gives " + given + " and not " + gives + ".");
    }

    /** Only what the example says something about. */
    private static Map<String, String> said(Report report, Set<String> wanted) {
        List<String> addresses = report.addresses();
        Map<String, String> all = new LinkedHashMap<>();
        all.put("recipient", addresses.get(addresses.size() - 1));
        if (addresses.size() > 1) {
            all.put("original", addresses.get(0));
        }
        all.put("action", report.action().name().toLowerCase(Locale.ROOT));
        all.put("status", report.status());
        all.put("text", report.text());
        all.keySet().removeIf(key -> !wanted.contains(key));
        return all;
    }
}
