package com.sourceforgery.tachikoma.template;

/** A template that cannot be compiled or rendered; the message says what is wrong and on which line, for its author. */
public final class TemplateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TemplateException(String message) {
        super(message);
    }

    public TemplateException(String message, Throwable cause) {
        super(message, cause);
    }
}
