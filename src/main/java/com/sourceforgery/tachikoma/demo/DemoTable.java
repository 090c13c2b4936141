package com.sourceforgery.tachikoma.demo;

import com.sourceforgery.tachikoma.cli.MailState;
import com.sourceforgery.tachikoma.cli.SentMail;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The mails of the demo and the seconds after which each got how far, 79 columns wide. */
final class DemoTable {
    private static final String ROW = "%-14s  %-26s  %-7s  %-6s  %s";

    private DemoTable() {}

    /** Headings, then a line for each mail. */
    static List<String> lines(Map<SentMail, Example> mails) {
        Stream<String> rows =
                mails.entrySet().stream().map(entry -> row(entry.getValue().title(), entry.getKey()));
        return Stream.concat(Stream.of(String.format(ROW, "MAIL", "RECIPIENT", "QUEUED", "SOFT", "OUTCOME")), rows)
                .map(String::stripTrailing)
                .toList();
    }

    private static String row(String title, SentMail mail) {
        SentMail.Step last = mail.last();
        boolean told = last.state() == MailState.QUEUED || last.state() == MailState.SOFT_BOUNCED;
        String outcome = told ? "under way" : last.state() + " " + seconds(mail, last);
        return String.format(
                ROW,
                title,
                mail.recipient(),
                secondsOf(mail, MailState.QUEUED),
                secondsOf(mail, MailState.SOFT_BOUNCED),
                outcome);
    }

    private static String secondsOf(SentMail mail, MailState state) {
        return mail.steps().stream()
                .filter(step -> step.state() == state)
                .findFirst()
                .map(step -> seconds(mail, step))
                .orElse("");
    }

    private static String seconds(SentMail mail, SentMail.Step step) {
        long millis = Duration.between(mail.steps().get(0).time(), step.time()).toMillis();
        return String.format(Locale.ROOT, "%.1f s", Math.max(0, millis) / 1000.0);
    }
}
