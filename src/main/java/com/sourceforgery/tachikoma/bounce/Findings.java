package com.sourceforgery.tachikoma.bounce;

import com.sourceforgery.tachikoma.account.Tokens;
import com.sourceforgery.tachikoma.bounce.Report.Action;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Decides what a notice comes to, from what it says and from the mail that it is about. Guesses nothing. */
public final class Findings {
    /** Of several reports on one address the gravest counts. */
    private static final Comparator<Report> GRAVEST_FIRST = Comparator.comparing(Report::action);

    /** What providers write in place of an address that they do not tell (RFC 6590). */
    private static final Pattern HIDDEN = Pattern.compile("(?i)^[\"']?redacted");

    private final Set<String> complaints;
    private final Set<String> optOuts;

    /**
     * @param complaints types of feedback (RFC 5965 §3.1) that are a complaint
     * @param optOuts types of feedback that are a wish to get no more
     */
    public Findings(Set<String> complaints, Set<String> optOuts) {
        this.complaints = Set.copyOf(complaints);
        this.optOuts = Set.copyOf(optOuts);
    }

    /** @param row of {@code bounce-find.sql}, or null when there is no such mail */
    public Finding of(ReceivedNotice received, Map<String, Object> row) {
        Notice notice = received.notice();
        if (row == null) {
            return received.toBounceAddress() ? Finding.rejected() : Finding.otherMail();
        }
        SentMail mail = SentMail.of(row);
        return switch (notice.kind()) {
            case DELIVERY_STATUS -> ofDeliveryStatus(notice, mail);
            case COMPLAINT -> ofComplaint(notice, mail);
            case UNREADABLE -> Finding.kept(notice.fault());
            case RECEIPT, AUTO_REPLY, CHALLENGE, UNRELATED -> Finding.ignored("It tells nothing about delivery");
        };
    }

    private static Finding ofDeliveryStatus(Notice notice, SentMail mail) {
        List<Report> own = notice.reports().stream()
                .filter(report -> isOf(mail, report.addresses()))
                .sorted(GRAVEST_FIRST.thenComparing(report -> !isFinallyOf(mail, report)))
                .toList();
        return own.isEmpty() ? ofOthers(notice, mail) : ofRecipient(notice, mail, own);
    }

    /** A local part alone is the recipient's only where no bcc address has the same. */
    private static boolean isOf(SentMail mail, List<String> names) {
        return names.stream().anyMatch(mail::isTo)
                || names.stream().anyMatch(mail::mayBeTo) && names.stream().noneMatch(mail::mayBeCopyTo);
    }

    /** An alias has several ends: what failed at one of them has not failed for the recipient. */
    private static Finding ofRecipient(Notice notice, SentMail mail, List<Report> own) {
        Report gravest = own.get(0);
        boolean failedInPart =
                gravest.action() == Action.FAILED && own.stream().anyMatch(report -> report.action() != Action.FAILED);
        return failedInPart
                ? Finding.kept("It says of the recipient that the mail failed, and that it did not")
                : reported(notice, mail, gravest, !isFinallyOf(mail, gravest));
    }

    /**
     * The last name is the place at which it happened. Only the very address is the recipient's mailbox: another one of the
     * same domain may be a member's of the alias or list, and a local part alone any domain's.
     */
    private static boolean isFinallyOf(SentMail mail, Report report) {
        String last = report.addresses().get(report.addresses().size() - 1);
        return Addresses.named(last).stream().anyMatch(mail::isTo);
    }

    /** The recipient's mail was forwarded, and what is said of one of several places is not said of all. */
    private static Finding ofOthers(Notice notice, SentMail mail) {
        List<Report> others = notice.reports().stream()
                .filter(report -> report.addresses().stream().noneMatch(mail::mayBeCopyTo)
                        || report.addresses().stream().anyMatch(mail::mayBeTo))
                .sorted(GRAVEST_FIRST)
                .toList();
        if (others.isEmpty()) {
            return Finding.ignored("It is about a bcc address");
        }
        if (!mail.copies().isEmpty()) {
            return Finding.kept("It names " + others.get(0).addresses()
                    + ", which may stand for the recipient or for a bcc address of the mail");
        }
        boolean ofAll = others.stream()
                .allMatch(report -> report.action() == others.get(0).action());
        return ofAll
                ? reported(notice, mail, others.get(0), true)
                : Finding.ignored("It is about one of several addresses that the mail was forwarded to");
    }

    private static Finding reported(Notice notice, SentMail mail, Report report, boolean elsewhere) {
        if (report.action() == Action.RELAYED || report.action() == Action.EXPANDED) {
            return Finding.ignored("It was only handed on");
        }
        Map<String, Object> row = outcome(notice, mail);
        row.put("kind", kind(report));
        row.put("status", status(report));
        row.put("diagnose_text", report.text());
        row.put("action", report.action().name().toLowerCase(Locale.ROOT));
        row.put(
                "cause",
                "mail:"
                        + Tokens.hexHash(report.action() + "\n" + report.status() + "\n" + report.text())
                                .substring(0, 32));
        if (elsewhere) {
            row.put("elsewhere", true);
        }
        return Finding.toldOf(row);
    }

    private static String kind(Report report) {
        return switch (report.action()) {
            case FAILED -> status(report).startsWith("4") ? "SOFT_BOUNCED" : "HARD_BOUNCED";
            case DELAYED -> "SOFT_BOUNCED";
            case DELIVERED, RELAYED, EXPANDED -> "DELIVERED";
        };
    }

    /** Where no enhanced code is said, the class of the reply code counts: a failure for a passing reason is no hard one. */
    private static String status(Report report) {
        if (!report.status().isEmpty()) {
            return report.status();
        }
        return switch (report.action()) {
            case FAILED -> Words.replyClass(report.text()).equals("4") ? "4.0.0" : "5.0.0";
            case DELAYED -> "4.0.0";
            case DELIVERED, RELAYED, EXPANDED -> "2.0.0";
        };
    }

    private Finding ofComplaint(Notice notice, SentMail mail) {
        String type = notice.feedbackType();
        boolean optOut = optOuts.contains(type);
        if (!optOut && !complaints.contains(type)) {
            return Finding.ignored("Feedback of type '" + type + "' is no complaint");
        }
        List<String> named = notice.reports().stream()
                .flatMap(report -> report.addresses().stream())
                .filter(name -> !HIDDEN.matcher(name).find())
                .toList();
        if (!isOf(mail, named)) {
            if (!named.isEmpty()
                    && named.stream().allMatch(mail::mayBeCopyTo)
                    && named.stream().noneMatch(mail::mayBeTo)) {
                return Finding.ignored("It is by a bcc address");
            }
            if (!mail.copies().isEmpty()) {
                return Finding.kept("It does not say whether the recipient or a bcc address has complained");
            }
        }
        Map<String, Object> row = outcome(notice, mail);
        row.put("kind", optOut ? "UNSUBSCRIBED" : "SPAM");
        if (named.isEmpty() || named.stream().anyMatch(mail::isTo)) {
            row.put("blocks", optOut ? "UNSUBSCRIBED" : "SPAM_MARKED");
        } else {
            row.put("elsewhere", true);
        }
        row.put("class", optOut ? "opt-out" : "complaint");
        row.put("feedback_type", type);
        row.put("status", "");
        row.put("cause", "feedback");
        return Finding.toldOf(row);
    }

    private static Map<String, Object> outcome(Notice notice, SentMail mail) {
        Map<String, Object> row = new HashMap<>();
        row.put("account_id", mail.accountId());
        row.put("auto_mail_id", mail.autoMailId());
        row.put("recipient", mail.recipient());
        row.put("queue_id", "");
        row.put("reason", notice.format());
        return row;
    }
}
