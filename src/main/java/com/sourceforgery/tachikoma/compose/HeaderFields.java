package com.sourceforgery.tachikoma.compose;

/** Lines of a header in the order in which they were added; values are encoded and folded already. */
final class HeaderFields {
    private final StringBuilder lines = new StringBuilder(1024);

    HeaderFields add(String name, String value) {
        lines.append(name).append(": ").append(value).append("\r\n");
        return this;
    }

    /** Lines that were made before. */
    HeaderFields addAll(String fields) {
        lines.append(fields);
        return this;
    }

    /** All lines, each with its line end. */
    @Override
    public String toString() {
        return lines.toString();
    }
}
