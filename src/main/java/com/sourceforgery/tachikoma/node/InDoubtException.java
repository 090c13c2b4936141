package com.sourceforgery.tachikoma.node;

import jakarta.mail.MessagingException;

/** The connection broke between the mail's final dot and the reply: Postfix may or may not have the mail. */
public final class InDoubtException extends MessagingException {
    private static final long serialVersionUID = 1L;

    InDoubtException(String message, Exception cause) {
        super(message, cause);
    }
}
