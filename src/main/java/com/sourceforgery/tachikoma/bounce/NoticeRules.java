package com.sourceforgery.tachikoma.bounce;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.sourceforgery.tachikoma.bounce.Report.Action;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What {@code notices.yaml} says.
 *
 * @param senders what senders of notices are called in {@code From}
 * @param subjects of notices of mail that was not delivered
 * @param copies lines on which the returned mail begins
 * @param delays phrases, folded, of notices that say that delivery is still tried
 * @param formats of bounces without a machine-readable part, the first that reads one counts
 * @param challenges of mails that want the sender to prove something
 * @param autoReplies of answers by programs that do not say so as RFC 3834 wants it
 */
record NoticeRules(
        List<Pattern> senders,
        List<Pattern> subjects,
        List<Pattern> copies,
        List<String> delays,
        List<NoticeFormat> formats,
        List<NoticeFormat> challenges,
        List<NoticeFormat> autoReplies) {

    /** What one format has read. */
    record Reading(String format, List<Report> reports) {}

    boolean isSender(String from) {
        return isIn(senders, HeaderText.decoded(from));
    }

    boolean isSubject(String subject) {
        return isIn(subjects, HeaderText.decoded(subject));
    }

    private static boolean isIn(Collection<Pattern> patterns, String value) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(value).find());
    }

    /** @return how many characters of a text come before a returned mail in it */
    int endOfWords(String text) {
        int end = text.length();
        for (Pattern copy : copies) {
            Matcher line = copy.matcher(text);
            if (line.find()) {
                end = Math.min(end, line.start());
            }
        }
        return end;
    }

    /**
     * @param isNotice whether the mail is by its sender or subject a notice; formats with conditions for the header are tried
     *     without that, too
     */
    Optional<Reading> read(Mail mail, Collection<String> texts, boolean isNotice) {
        for (String words : texts) {
            String folded = Words.folded(words);
            for (NoticeFormat format : formats) {
                if ((isNotice || !format.header().isEmpty()) && format.isSaidBy(folded) && format.hasHeaderOf(mail)) {
                    List<Report> reports = format.reports(mail, words, action(format, folded));
                    if (!reports.isEmpty()) {
                        return Optional.of(new Reading(format.name(), reports));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private Action action(NoticeFormat format, String folded) {
        boolean isDelay = format.action() == Action.FAILED && delays.stream().anyMatch(folded::contains);
        return isDelay ? Action.DELAYED : format.action();
    }

    /** @return the name of the first rule that the mail is of */
    static Optional<String> recognised(List<NoticeFormat> rules, Mail mail, Collection<String> texts, boolean isBulk) {
        List<String> folded = texts.stream().map(Words::folded).toList();
        return rules.stream()
                .filter(rule -> isBulk || !rule.isBulk())
                .filter(rule -> rule.hasHeaderOf(mail))
                .filter(rule -> rule.says().isEmpty() || folded.stream().anyMatch(rule::isSaidBy))
                .map(NoticeFormat::name)
                .findFirst();
    }
}
