package com.sourceforgery.tachikoma.rewrite;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Range;

/**
 * The style attribute of a tag in the source. Declarations are put before those that are there, which so go on winning.
 *
 * @param start of what is replaced: the value, or an attribute without quotes or value, or the place for a new one
 * @param quote around the value
 * @param whole whether the attribute is written with its name and quotes
 */
record StyleAttribute(int start, int end, char quote, boolean whole, String old, String raw) {
    private static final Pattern EMPTY = Pattern.compile("\\s*=\\s*(?:\"\"|''|(?=>))");

    /** Nothing when the element has no tag of its own, or one that cannot be edited safely. */
    static Optional<StyleAttribute> of(ParsedHtml html, Element element) {
        Range tag = element.sourceRange();
        int nameEnd = tag.startPos() + 1 + element.normalName().length();
        if (!tag.isTracked()
                || tag.isImplicit()
                || nameEnd > tag.endPos()
                || !html.source().startsWith("<", tag.startPos())
                || !html.source()
                        .regionMatches(
                                true,
                                tag.startPos() + 1,
                                element.normalName(),
                                0,
                                element.normalName().length())) {
            return Optional.empty();
        }
        return element.hasAttr("style")
                ? present(html, element, tag)
                : Optional.of(
                        new StyleAttribute(html.offset() + nameEnd, html.offset() + nameEnd, '"', true, null, ""));
    }

    private static Optional<StyleAttribute> present(ParsedHtml html, Element element, Range tag) {
        Range.AttributeRange attribute = element.attributes().sourceRange("style");
        Range name = attribute.nameRange();
        Range value = attribute.valueRange();
        if (!name.isTracked() || name.startPos() < tag.startPos() || name.endPos() > tag.endPos()) {
            return Optional.empty();
        }
        String source = html.source();
        boolean hasValue = value.isTracked() && value.startPos() > name.endPos();
        char before = hasValue ? source.charAt(value.startPos() - 1) : ' ';
        String old = element.attr("style");
        int offset = html.offset();
        if (before == '"' || before == '\'') {
            return Optional.of(
                    new StyleAttribute(offset + value.startPos(), offset + value.startPos(), before, false, old, ""));
        }
        String raw = hasValue ? source.substring(value.startPos(), value.endPos()) : "";
        Matcher empty = EMPTY.matcher(source).region(name.endPos(), tag.endPos());
        int noValueEnd = empty.lookingAt() ? empty.end() : name.endPos();
        int end = hasValue ? value.endPos() : noValueEnd;
        return Optional.of(new StyleAttribute(offset + name.startPos(), offset + end, '"', true, old, raw));
    }

    /** The value with {@code declarations} in it, decoded. */
    String with(String declarations) {
        return old == null || old.isBlank() ? declarations : declarations + ";" + old;
    }

    void add(String declarations, SourceEdits edits) {
        String text = encode(declarations);
        if (!whole) {
            edits.replace(start, end, old.isBlank() ? text : text + ";");
        } else if (old == null) {
            edits.replace(start, end, " style=\"" + text + '"');
        } else {
            edits.replace(
                    start, end, "style=\"" + (raw.isBlank() ? text : text + ";" + raw.replace("\"", "&quot;")) + '"');
        }
    }

    /** Strings get the other quotes where they can: some mail programs do not decode entities here. */
    private String encode(String declarations) {
        char other = quote == '"' ? '\'' : '"';
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < declarations.length(); i++) {
            char c = declarations.charAt(i);
            if (c == '"' || c == '\'') {
                int end = CssScanner.stringEnd(declarations, i);
                String string = declarations.substring(i, end);
                boolean plain = end - i > 1 && string.indexOf(other) < 0 && string.indexOf('\\') < 0;
                boolean closed = string.charAt(string.length() - 1) == c;
                out.append(
                        c == quote && plain && closed
                                ? other + string.substring(1, string.length() - 1) + other
                                : string);
                i = end - 1;
            } else {
                out.append(c);
            }
        }
        String escaped = out.toString().replace("&", "&amp;");
        return quote == '"' ? escaped.replace("\"", "&quot;") : escaped.replace("'", "&#39;");
    }
}
