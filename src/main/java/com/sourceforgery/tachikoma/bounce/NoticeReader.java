package com.sourceforgery.tachikoma.bounce;

import com.sourceforgery.tachikoma.bounce.Notice.Kind;
import com.sourceforgery.tachikoma.rule.RuleFaults;
import com.sourceforgery.tachikoma.rule.RuleFile;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads mails to bounce addresses: delivery reports (RFC 3464, 6533), complaints (RFC 5965), receipts (RFC 8098), the bounces
 * of servers that write none of these, by rules, and automatic answers (RFC 3834). It may be used by many threads.
 */
public final class NoticeReader {
    /** In the class path; a file of that name in {@code TACHIKOMA_HOME} wins. */
    public static final String FILE = "camel/rules/notices.yaml";
    /** Postfix says so to people only. */
    private static final String COMMANDS = "(in reply to";

    private static final Pattern COMMAND = Pattern.compile("\\(in reply to [a-zA-Z ]{1,40}\\)");
    private static final Pattern NOT_AUTOMATIC = Pattern.compile("(?i)^\\s*no\\b");

    private final NoticeRules rules;

    NoticeReader(NoticeRules rules) {
        this.rules = rules;
    }

    /**
     * With the rules in force.
     *
     * @throws RuleFaults when they cannot be used; names all their faults
     */
    public static NoticeReader packaged() {
        return new NoticeReader(NoticeRuleReader.read(RuleFile.inForce(FILE)));
    }

    /**
     * With the rules of a file.
     *
     * @throws RuleFaults when they cannot be used; names all their faults
     * @throws UncheckedIOException when the file cannot be read
     */
    public static NoticeReader read(Path rules) {
        return new NoticeReader(NoticeRuleReader.read(RuleFile.of(rules)));
    }

    /**
     * @param envelopeSender whom SMTP named as the sender, empty for none, null when it is not known
     * @param message with CRLF or LF; its beginning is read, and it is not closed
     * @return what it is; whatever the bytes are, there is an answer
     * @throws UncheckedIOException when the stream cannot be read
     */
    public Notice read(String envelopeSender, InputStream message) {
        Mail mail = MailParser.parse(message);
        MailEvidence evidence = MailEvidence.of(envelopeSender, mail, rules);
        MailTexts texts = new MailTexts(mail, rules);
        return deliveryStatus(mail, evidence, texts)
                .or(() -> FeedbackReport.read(mail))
                .or(() -> receipt(mail))
                .or(() -> wording(mail, evidence, texts))
                .or(() -> challenge(mail, evidence, texts))
                .or(() -> unreadable(mail, evidence, texts))
                .or(() -> autoReply(mail, evidence, texts))
                .or(() -> unknown(evidence, mail, texts))
                .orElseGet(() -> Notice.of(Kind.UNRELATED, "", ""));
    }

    private Optional<Notice> deliveryStatus(Mail mail, MailEvidence evidence, MailTexts texts) {
        if (!mail.isReport("delivery-status") && !evidence.isNotice()) {
            return Optional.empty();
        }
        List<Report> reports = mail.part(Mail.Part::isDeliveryStatus)
                .map(part -> DeliveryStatus.reports(part.text()))
                .filter(found -> !found.isEmpty())
                .orElseGet(() -> mayHaveLostItsParts(mail, evidence)
                        ? DeliveryStatus.reportsWithin(texts.ownOrPassedOn())
                        : List.of());
        if (reports.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Notice.deliveryStatus("rfc3464", completed(reports, mail, texts), texts.messageId()));
    }

    /** Whether fields of a report that stand among text are the mail's own: an automatic answer quotes those of others. */
    private static boolean mayHaveLostItsParts(Mail mail, MailEvidence evidence) {
        return mail.isReport("delivery-status")
                || mail.isReport("")
                || evidence.isFromDaemon() && !MailEvidence.isAutoReplied(mail);
    }

    /**
     * The machine-readable part is the truth; what it leaves out may stand in the part for people: the other server's words,
     * and to which command it has said them.
     */
    private List<Report> completed(List<Report> reports, Mail mail, MailTexts texts) {
        if (reports.stream().noneMatch(report -> report.text().isEmpty()) && !texts.names(COMMANDS)) {
            return reports;
        }
        Map<String, Report> said = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        rules.read(mail, texts.words(), true)
                .map(NoticeRules.Reading::reports)
                .orElse(List.of())
                .forEach(report -> report.addresses().forEach(address -> said.putIfAbsent(address, report)));
        return reports.stream().map(report -> completed(report, said)).toList();
    }

    private static Report completed(Report report, Map<String, Report> said) {
        return report.addresses().stream()
                .filter(said::containsKey)
                .findFirst()
                .map(said::get)
                .map(other -> completed(report, other))
                .orElse(report);
    }

    private static Report completed(Report report, Report said) {
        if (report.text().isEmpty()) {
            return new Report(
                    report.addresses(),
                    report.action(),
                    report.status().isEmpty() ? said.status() : report.status(),
                    said.text());
        }
        Matcher command = COMMAND.matcher(said.text());
        return command.find() && !COMMAND.matcher(report.text()).find()
                ? new Report(
                        report.addresses(), report.action(), report.status(), report.text() + " " + command.group())
                : report;
    }

    private static Optional<Notice> receipt(Mail mail) {
        Optional<Mail.Part> part = mail.part(Mail.Part::isReceipt);
        if (part.isEmpty() && !mail.isReport("disposition-notification")) {
            return Optional.empty();
        }
        String original = part.map(receipt -> Fields.header(receipt.text()).first("original-message-id"))
                .orElse("");
        String id = original.replaceAll("[<>\\s]", "");
        return Optional.of(Notice.of(
                Kind.RECEIPT, "rfc8098", id.isEmpty() ? mail.returned().messageId() : id));
    }

    private Optional<Notice> wording(Mail mail, MailEvidence evidence, MailTexts texts) {
        return rules.read(mail, texts.words(), evidence.isNotice())
                .map(reading -> Notice.deliveryStatus(reading.format(), reading.reports(), texts.messageId()));
    }

    private Optional<Notice> challenge(Mail mail, MailEvidence evidence, MailTexts texts) {
        return NoticeRules.recognised(rules.challenges(), mail, texts.words(), isBulk(mail, evidence))
                .map(rule -> Notice.of(Kind.CHALLENGE, rule, texts.messageId()));
    }

    private static boolean isBulk(Mail mail, MailEvidence evidence) {
        return evidence.isUnanswerable() || MailEvidence.isBulk(mail);
    }

    private static Optional<Notice> unreadable(Mail mail, MailEvidence evidence, MailTexts texts) {
        String fault = "";
        if (mail.isReport("delivery-status")
                || mail.part(Mail.Part::isDeliveryStatus).isPresent() && evidence.isNotice()) {
            fault = "The delivery report names no recipient of whom it says what happened.";
        } else if (mail.isReport("feedback-report")) {
            fault = "The feedback report has no part that can be read.";
        } else if (evidence.isOfSubject() && (!evidence.isAnswer() || evidence.isUnanswerable())
                || evidence.isFromDaemon() && evidence.isUnanswerable()) {
            fault = "It is a notice about a mail, and no rule reads its wording.";
        }
        return fault.isEmpty() ? Optional.empty() : Optional.of(Notice.unreadable(fault, texts.messageId()));
    }

    private Optional<Notice> autoReply(Mail mail, MailEvidence evidence, MailTexts texts) {
        boolean isSaid = mail.header().all("auto-submitted").stream()
                .anyMatch(value ->
                        !value.isBlank() && !NOT_AUTOMATIC.matcher(value).find());
        return Optional.of("rfc3834")
                .filter(rule -> isSaid)
                .or(() -> NoticeRules.recognised(rules.autoReplies(), mail, texts.words(), isBulk(mail, evidence)))
                .map(rule -> Notice.of(Kind.AUTO_REPLY, rule, ""));
    }

    private static Optional<Notice> unknown(MailEvidence evidence, Mail mail, MailTexts texts) {
        if (evidence.isUnanswerable() || evidence.isFromDaemon()) {
            return Optional.of(Notice.unreadable(
                    "It comes from a mail server or without a sender, and no rule knows its wording.",
                    texts.messageId()));
        }
        return Optional.empty();
    }
}
