package com.sourceforgery.tachikoma.compose;

/** A mail that can never be composed from what is stored; the message is the reason, a sentence for the sender. */
public final class ComposingFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ComposingFailedException(String reason) {
        super(reason);
    }

    public ComposingFailedException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
