package com.sourceforgery.tachikoma.session;

/** The node that was to send a mail is gone before it answered: the mail goes to another stream. */
public final class NodeGoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NodeGoneException(String message) {
        super(message, null, false, false);
    }
}
