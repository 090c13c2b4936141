package com.sourceforgery.tachikoma.config;

/** A setting that is missing or cannot be read; the message is one sentence that names it. Stops the start. */
public final class SettingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SettingException(String message) {
        super(message);
    }
}
