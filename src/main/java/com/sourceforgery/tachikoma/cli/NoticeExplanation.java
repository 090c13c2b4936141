package com.sourceforgery.tachikoma.cli;

import static com.sourceforgery.tachikoma.cli.ReplyExplanation.orNone;

import com.sourceforgery.tachikoma.bounce.Finding;
import com.sourceforgery.tachikoma.bounce.Findings;
import com.sourceforgery.tachikoma.bounce.Notice;
import com.sourceforgery.tachikoma.bounce.ReceivedNotice;
import com.sourceforgery.tachikoma.bounce.Report;
import com.sourceforgery.tachikoma.reply.Reply;
import com.sourceforgery.tachikoma.reply.ReplyRules;
import com.sourceforgery.tachikoma.status.Outcomes;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Writes what a notice comes to, as far as it alone can tell: each report as if the mail had been sent to whom it names. */
final class NoticeExplanation {
    private static final String SOME_MAIL = "some-mail";

    private final ReplyExplanation out;
    private final ReplyRules rules;
    private final Outcomes outcomes;
    /** Of delivery reports it needs no types of feedback. */
    private final Findings findings = new Findings(Set.of(), Set.of());

    NoticeExplanation(ReplyExplanation out, ReplyRules rules) {
        this.out = out;
        this.rules = rules;
        this.outcomes = new Outcomes(rules);
    }

    void show(Notice notice) {
        out.line("mail", notice.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        out.line("read by", orNone(notice.format()));
        out.line("about", orNone(notice.messageId()));
        switch (notice.kind()) {
            case DELIVERY_STATUS -> showReports(notice);
            case COMPLAINT -> showComplaint(notice);
            case UNREADABLE -> {
                out.line("fault", notice.fault());
                out.line("comes to", "a dead letter, for people to look at");
            }
            case RECEIPT, AUTO_REPLY, CHALLENGE, UNRELATED -> out.line("comes to", "nothing: it tells of no delivery");
        }
    }

    private void showComplaint(Notice notice) {
        out.line("feedback", notice.feedbackType());
        out.line(
                "comes to",
                "a complaint, an opt-out or nothing, as tachikoma.bounce.complaints and .opt-outs say of its type");
        notice.reports().forEach(report -> out.line("by", names(report)));
        out.line(
                "depends on", "the mail: the complaint is its recipient's, or that of a bcc address, which counts not");
    }

    private void showReports(Notice notice) {
        notice.reports().forEach(report -> showReport(notice, report));
        out.gap();
        out.line(
                "depends on",
                "the mail: each is shown as if it had been sent to that address alone; a report on a bcc address tells "
                        + "nothing, one on another address than the recipient's blocks nobody, the gravest of several counts");
    }

    private void showReport(Notice notice, Report report) {
        out.gap();
        out.line("recipient", names(report));
        out.line("action", report.action().name().toLowerCase(Locale.ROOT));
        Finding finding = findings.of(received(notice, report), mailTo(recipient(report)));
        if (finding.outcome() == null) {
            out.line("comes to", "nothing: " + finding.reason());
        } else {
            showOutcome(outcomes.judge(List.of(finding.outcome())).get(0));
        }
    }

    private void showOutcome(Map<String, Object> outcome) {
        boolean blocks = outcome.get("blocks") != null;
        boolean elsewhere = outcome.containsKey("elsewhere");
        out.line("comes to", outcome.get("kind") + (elsewhere ? ", of another address: blocks nobody" : ""));
        if (outcome.containsKey("class")) {
            out.show(
                    rules.explain(new Reply((String) outcome.get("status"), (String) outcome.get("diagnose_text"))),
                    blocks);
        }
    }

    private static ReceivedNotice received(Notice notice, Report report) {
        Notice ofOne = new Notice(
                notice.kind(),
                List.of(report),
                notice.feedbackType(),
                notice.messageId(),
                notice.format(),
                notice.fault());
        return new ReceivedNotice(0, true, SOME_MAIL, ofOne);
    }

    /** Row of {@code bounce-find.sql}. */
    private static Map<String, Object> mailTo(String recipient) {
        return Map.of("account_id", 0L, "auto_mail_id", SOME_MAIL, "recipient", recipient, "copies", "");
    }

    /** The name that the sender used is the first; one without a domain is taken to be in the recipient's. */
    private static String recipient(Report report) {
        return report.addresses().stream()
                .filter(address -> address.indexOf('@') >= 0)
                .findFirst()
                .orElseGet(() -> report.addresses().stream().findFirst().orElse("") + "@recipient.invalid");
    }

    private static String names(Report report) {
        return orNone(String.join(", ", report.addresses()));
    }
}
