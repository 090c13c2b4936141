package com.sourceforgery.tachikoma.node;

import jakarta.mail.MessagingException;
import java.util.Optional;

/** Postfix certainly has not taken the mail: it said no, or there was nobody to ask. */
public final class NotAcceptedException extends MessagingException {
    private static final long serialVersionUID = 1L;

    private final transient SmtpReply reply;
    private final boolean forGood;

    private NotAcceptedException(String message, SmtpReply reply, boolean forGood, Exception cause) {
        super(message, cause);
        this.reply = reply;
        this.forGood = forGood;
    }

    /** The mail or its recipient is refused and always will be. */
    static NotAcceptedException forGood(SmtpReply reply) {
        return new NotAcceptedException(reply.text(), reply, true, null);
    }

    /** Not now, says Postfix. */
    static NotAcceptedException later(SmtpReply reply) {
        return new NotAcceptedException(reply.text(), reply, false, null);
    }

    /** Not now: the connection failed before the mail was out. */
    static NotAcceptedException later(Exception cause) {
        return new NotAcceptedException(String.valueOf(cause.getMessage()), new SmtpReply(-1, ""), false, cause);
    }

    /** 5.x.x when the mail is refused for good; nothing when it may be offered again. */
    Optional<String> status() {
        return forGood ? Optional.of(reply.status()) : Optional.empty();
    }

    SmtpReply reply() {
        return reply;
    }
}
