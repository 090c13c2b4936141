package com.sourceforgery.tachikoma.bounce;

import java.util.List;

/**
 * What a mail to a bounce address is, and what it reports of which recipients. It says what stands in the mail and judges
 * nothing: what a report means is for others to say.
 *
 * @param reports of a {@link Kind#DELIVERY_STATUS} at least one; of a {@link Kind#COMPLAINT} those who complain, as far as
 *     they are named; else none
 * @param feedbackType of a {@link Kind#COMPLAINT} its {@code Feedback-Type} in lower case (RFC 5965 §3.1): {@code abuse},
 *     {@code fraud}, {@code not-spam}, {@code auth-failure}, {@code opt-out} …; else empty
 * @param messageId the {@code Message-ID} of the returned mail, without angle brackets; empty when there is none
 * @param format which parser or which rule of {@code camel/rules/notices.yaml} has read it: {@code rfc3464},
 *     {@code rfc5965}, {@code qmail} …; empty for {@link Kind#UNREADABLE} and {@link Kind#UNRELATED}
 * @param fault of {@link Kind#UNREADABLE} a sentence that says why; else empty
 */
public record Notice(
        Kind kind, List<Report> reports, String feedbackType, String messageId, String format, String fault) {

    /** What a mail is. */
    public enum Kind {
        /** A bounce, a delay notice, or a report of success (RFC 3464 and others). */
        DELIVERY_STATUS,
        /** A feedback report (RFC 5965), whatever its type. */
        COMPLAINT,
        /** A receipt (RFC 8098): somebody's mail program has shown or deleted the mail. */
        RECEIPT,
        /** An answer that a program has written (RFC 3834): out of office, received with thanks. */
        AUTO_REPLY,
        /** Asks the sender to prove that he is a person. */
        CHALLENGE,
        /** Clearly meant as one of the first three, and yet it cannot be read. */
        UNREADABLE,
        /** Anything else, a person's answer for instance. */
        UNRELATED
    }

    public Notice {
        reports = List.copyOf(reports);
    }

    static Notice deliveryStatus(String format, List<Report> reports, String messageId) {
        return new Notice(Kind.DELIVERY_STATUS, reports, "", messageId, format, "");
    }

    static Notice complaint(String format, String feedbackType, List<Report> reports, String messageId) {
        return new Notice(Kind.COMPLAINT, reports, feedbackType, messageId, format, "");
    }

    static Notice of(Kind kind, String format, String messageId) {
        return new Notice(kind, List.of(), "", messageId, format, "");
    }

    static Notice unreadable(String fault, String messageId) {
        return new Notice(Kind.UNREADABLE, List.of(), "", messageId, "", fault);
    }
}
