package com.sourceforgery.tachikoma.template;

import java.io.Writer;

/** Collects what a template renders, up to a limit. */
final class BoundedWriter extends Writer {
    private final StringBuilder text = new StringBuilder();
    private final int maxLength;

    BoundedWriter(int maxLength) {
        this.maxLength = maxLength;
    }

    @Override
    public void write(char[] characters, int offset, int length) {
        reserve(length);
        text.append(characters, offset, length);
    }

    @Override
    public void write(String string, int offset, int length) {
        reserve(length);
        text.append(string, offset, offset + length);
    }

    @Override
    public Writer append(CharSequence characters) {
        reserve(characters.length());
        text.append(characters);
        return this;
    }

    private void reserve(int length) {
        if (length > maxLength - text.length()) {
            throw new TemplateException("The template renders to more than " + maxLength + " characters.");
        }
    }

    @Override
    public void flush() {
        // nothing is buffered
    }

    @Override
    public void close() {
        // nothing is open
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
