package com.sourceforgery.tachikoma.rewrite;

/** Writes html. */
final class Markup {
    private Markup() {}

    /** A value as it stands in an attribute, whatever its quotes. */
    static String attribute(String value) {
        return value.replace("&", "&amp;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }
}
