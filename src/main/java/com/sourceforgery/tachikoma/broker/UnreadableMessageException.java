package com.sourceforgery.tachikoma.broker;

/** A message that is none of ours: it would fail again, however often it came. */
public final class UnreadableMessageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnreadableMessageException(Throwable cause) {
        super(cause.getMessage(), cause);
    }
}
