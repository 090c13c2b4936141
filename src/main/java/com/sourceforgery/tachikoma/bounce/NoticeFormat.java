package com.sourceforgery.tachikoma.bounce;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.sourceforgery.tachikoma.bounce.Report.Action;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One wording of mails, a rule of {@code notices.yaml}.
 *
 * @param header expressions by names of fields in lower case; each has to be found in a value of its field
 * @param says phrases, each in its variants, all of which the text has to have
 * @param isBulk whether the mail has to have no envelope sender, or a {@code Precedence} of bulk
 * @param source name of the field in which {@code reports} are looked for, empty for the text
 * @param reports expressions with the groups {@code recipient} and, where there are such, {@code original}, {@code text} and
 *     {@code status}; none for a rule that only says what a mail is
 * @param reason expression with the group {@code text}, for what is said once of all recipients; null when there is none
 * @param action null for a rule without reports
 */
record NoticeFormat(
        String name,
        Map<String, Pattern> header,
        List<List<String>> says,
        boolean isBulk,
        String source,
        List<Pattern> reports,
        Pattern reason,
        Action action) {

    /** Whether the mail itself, without its text, is of this kind. */
    boolean hasHeaderOf(Mail mail) {
        return header.entrySet().stream().allMatch(wanted -> mail.header().all(wanted.getKey()).stream()
                .anyMatch(value ->
                        wanted.getValue().matcher(HeaderText.decoded(value)).find()));
    }

    /** @param folded the mail's text after {@link Words#folded} */
    boolean isSaidBy(String folded) {
        return says.stream().allMatch(variants -> variants.stream().anyMatch(folded::contains));
    }

    /**
     * @param words the text of which it {@linkplain #isSaidBy is said} that it is of this kind
     * @param asked what counts as the action: a notice of delay may be worded like one of failure
     */
    List<Report> reports(Mail mail, String words, Action asked) {
        String common = reason == null ? "" : group(words);
        Map<String, Report> found = new LinkedHashMap<>();
        for (Pattern expression : reports) {
            for (String text : source.isEmpty() ? List.of(words) : mail.header().all(source)) {
                collect(expression.matcher(text), common, asked, found);
            }
        }
        return List.copyOf(found.values());
    }

    private String group(String words) {
        Matcher matcher = reason.matcher(words);
        return matcher.find() ? said(matcher, "text") : "";
    }

    private void collect(Matcher matcher, String common, Action asked, Map<String, Report> found) {
        while (found.size() < Report.MOST && matcher.find()) {
            List<String> addresses = new ArrayList<>();
            for (String group : List.of("original", "recipient")) {
                String address = Addresses.plain(said(matcher, group));
                if (!address.isEmpty() && !addresses.contains(address)) {
                    addresses.add(address);
                }
            }
            if (!addresses.isEmpty()) {
                add(new Report(addresses, asked, status(matcher, common), text(matcher, common)), found);
            }
        }
    }

    /** Of what is said twice of a recipient, that which has a text; of a place that was forwarded to, who forwarded. */
    private static void add(Report report, Map<String, Report> found) {
        String key = report.addresses().get(0).toLowerCase(Locale.ROOT);
        if (report.addresses().size() == 1
                && found.values().stream().anyMatch(other -> isForwardedTo(other.addresses(), key))) {
            return;
        }
        Report known = found.putIfAbsent(key, report);
        if (known != null && known.text().isEmpty()) {
            found.put(key, report);
        }
    }

    private static boolean isForwardedTo(List<String> addresses, String place) {
        return addresses.size() > 1 && addresses.get(1).equalsIgnoreCase(place);
    }

    private static String text(Matcher matcher, String common) {
        String own = said(matcher, "text");
        return own.isBlank() ? common : own;
    }

    private static String status(Matcher matcher, String common) {
        String own = Words.status(said(matcher, "status"));
        return own.isEmpty() ? Words.status(text(matcher, common)) : own;
    }

    private static String said(Matcher matcher, String group) {
        if (!matcher.pattern().namedGroups().containsKey(group)) {
            return "";
        }
        String said = matcher.group(group);
        return said == null ? "" : said;
    }
}
