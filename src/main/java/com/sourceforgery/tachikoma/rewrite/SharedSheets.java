package com.sourceforgery.tachikoma.rewrite;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Parsed style sheets that all mails of a request share: those that stand in its template as they are. */
final class SharedSheets {
    /** A template of more sheets than these has no use of sharing, but could be made to fill memory. */
    private static final int MOST = 20;

    private final String template;
    private final Map<String, CssSheet> sheets = new ConcurrentHashMap<>();

    /** @param template of the html; empty when it is the same for all */
    SharedSheets(String template) {
        this.template = template;
    }

    CssSheet get(String text) {
        CssSheet shared = sheets.get(text);
        if (shared != null) {
            return shared;
        }
        CssSheet sheet = CssSheet.parse(text);
        if (sheets.size() < MOST && template.contains(text)) {
            sheets.put(text, sheet);
        }
        return sheet;
    }
}
