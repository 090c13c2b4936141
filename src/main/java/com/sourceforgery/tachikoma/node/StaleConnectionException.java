package com.sourceforgery.tachikoma.node;

/** A kept-open connection turned out to be closed before anything of the mail was taken; another one may do. */
final class StaleConnectionException extends Exception {
    private static final long serialVersionUID = 1L;

    StaleConnectionException(Exception cause) {
        super(cause);
    }
}
