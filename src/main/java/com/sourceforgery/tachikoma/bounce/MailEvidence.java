package com.sourceforgery.tachikoma.bounce;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a mail's sender, subject and header say of its being a notice.
 *
 * @param isUnanswerable no envelope sender, as notices have it (RFC 5321 §4.5.5)
 * @param isFromDaemon the author is called like a mail server or its postmaster, and does not answer as a person
 * @param isOfSubject the subject is that of mail that was not delivered
 * @param isAnswer written in answer to a mail, or a forwarded one
 */
record MailEvidence(boolean isUnanswerable, boolean isFromDaemon, boolean isOfSubject, boolean isAnswer) {
    private static final Pattern ANSWER = Pattern.compile("(?i)^\\s*(?:re|fwd?|aw|sv|vs|wg|tr|rv)\\s{0,9}:");
    private static final Pattern DAEMON = Pattern.compile("(?i)^<?mailer-daemon(?:@|>|$)");

    static MailEvidence of(String envelopeSender, Mail mail, NoticeRules rules) {
        Fields header = mail.header();
        String subject = header.first("subject");
        boolean isUnanswerable =
                isNobody(envelopeSender) || header.all("return-path").stream().anyMatch(MailEvidence::isNobody);
        boolean isForwarded = ANSWER.matcher(subject).find();
        boolean isPersonal = isForwarded && !isUnanswerable;
        return new MailEvidence(
                isUnanswerable,
                !isPersonal && (rules.isSender(header.first("from")) || header.has("x-failed-recipients")),
                !isForwarded && rules.isSubject(subject),
                isForwarded || header.has("in-reply-to"));
    }

    private static boolean isNobody(String path) {
        return path != null
                && (path.isBlank()
                        || path.strip().equals("<>")
                        || DAEMON.matcher(path.strip()).find());
    }

    /** Sure enough to look for a bounce's wording in its text. */
    boolean isNotice() {
        return isUnanswerable || isFromDaemon || isOfSubject && !isAnswer;
    }

    /** Whether the mail says that a program has written it in answer to another (RFC 3834 §5). */
    static boolean isAutoReplied(Mail mail) {
        return mail.header().all("auto-submitted").stream()
                .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains("auto-replied"));
    }

    /** RFC 3834 §3.1.8 and the habits before it. */
    static boolean isBulk(Mail mail) {
        return mail.header().all("precedence").stream()
                .map(value -> value.strip().toLowerCase(Locale.ROOT))
                .anyMatch(value -> value.equals("bulk") || value.equals("junk") || value.equals("auto_reply"));
    }
}
