package com.sourceforgery.tachikoma.bounce;

import com.sourceforgery.tachikoma.bounce.Report.Action;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads {@code message/feedback-report} (RFC 5965 §3), and the headers that Microsoft's feedback loop and Apple's mail programs use instead. */
final class FeedbackReport {
    private static final String JMRP = "x-hmxmroriginalrecipient";
    private static final Pattern TYPE = Pattern.compile("^[A-Za-z][A-Za-z0-9-]{0,50}");

    private FeedbackReport() {}

    /** @return empty when the mail has no such part */
    static Optional<Notice> read(Mail mail) {
        Optional<Fields> fields = mail.part(Mail.Part::isFeedback)
                .map(part -> allFields(part.text()))
                .or(() -> declaredOtherwise(mail));
        return fields.map(report -> notice(report, mail)).or(() -> jmrp(mail)).or(() -> unsubscribing(mail));
    }

    private static Notice notice(Fields report, Mail mail) {
        String messageId = mail.returned().messageId();
        Matcher type = TYPE.matcher(report.first("feedback-type"));
        if (!type.find()) {
            return Notice.unreadable("The feedback report has no Feedback-Type.", messageId);
        }
        return Notice.complaint("rfc5965", type.group().toLowerCase(Locale.ROOT), recipients(report, mail), messageId);
    }

    private static Fields allFields(String text) {
        Fields fields = new Fields();
        Fields.groups(text, true).forEach(group -> group.forEach(field -> fields.add(field.name(), field.value())));
        return fields;
    }

    /** Only where the mail says that it is a report. */
    private static Optional<Fields> declaredOtherwise(Mail mail) {
        if (!mail.isReport("feedback-report")) {
            return Optional.empty();
        }
        return mail.parts().stream()
                .filter(part -> !part.isReturned())
                .map(part -> allFields(part.text()))
                .filter(fields -> fields.has("feedback-type"))
                .findFirst();
    }

    private static List<Report> recipients(Fields report, Mail mail) {
        List<List<String>> named = Stream.of("original-rcpt-to", "removal-recipient")
                .flatMap(field -> report.all(field).stream())
                .map(Addresses::named)
                .filter(names -> !names.isEmpty())
                .distinct()
                .toList();
        return named.isEmpty() ? onlyRecipient(mail.returned()) : reports(named);
    }

    /** The report names nobody; the mail that it is about was written to one address alone. */
    private static List<Report> onlyRecipient(Fields returned) {
        List<String> to = Addresses.all(String.join(",", returned.all("to")));
        return to.size() == 1 && !returned.has("cc") ? reports(List.of(to)) : List.of();
    }

    private static Optional<Notice> jmrp(Mail mail) {
        Fields header = mail.returned().has(JMRP) ? mail.returned() : mail.header();
        if (!header.has(JMRP)) {
            return Optional.empty();
        }
        List<String> names = Addresses.named(header.first(JMRP));
        List<Report> reports = names.isEmpty() ? List.of() : reports(List.of(names));
        return Optional.of(Notice.complaint("jmrp", "abuse", reports, header.messageId()));
    }

    /** Apple's mail programs write it for a reader who wants no more of these mails. */
    private static Optional<Notice> unsubscribing(Mail mail) {
        if (!mail.header().first("x-apple-unsubscribe").equalsIgnoreCase("true")) {
            return Optional.empty();
        }
        List<String> from = Addresses.all(mail.header().first("from"));
        return Optional.of(Notice.complaint(
                "apple-unsubscribe", "opt-out", from.size() == 1 ? reports(List.of(from)) : List.of(), ""));
    }

    private static List<Report> reports(List<List<String>> recipients) {
        return recipients.stream()
                .limit(Report.MOST)
                .map(names -> new Report(names, Action.DELIVERED, "", ""))
                .toList();
    }
}
