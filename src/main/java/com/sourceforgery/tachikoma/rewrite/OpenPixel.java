package com.sourceforgery.tachikoma.rewrite;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Comment;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.Range;
import org.jsoup.nodes.TextNode;

/** The picture that tells of an open, and its place: before the last end tag of the body, else where the html ends. */
final class OpenPixel {
    /** Important, so that no rule for pictures makes it show; out of the flow, so that nothing moves. */
    private static final String STYLE = "display:block!important;position:absolute!important;width:1px!important;"
            + "height:1px!important;min-width:0!important;border:0!important;margin:0!important;padding:0!important";

    private static final Pattern BODY_END = Pattern.compile("</body[\\s/>]", Pattern.CASE_INSENSITIVE);
    private static final Pattern END_TAG = Pattern.compile("\\s*+</[A-Za-z][^<>]*+>|\\s++$");

    /** A picture in one of these is not shown; left open, they go on to the end of the html. */
    private static final Set<String> SWALLOWING = Set.of(
            "audio",
            "canvas",
            "iframe",
            "noembed",
            "noframes",
            "noscript",
            "object",
            "plaintext",
            "script",
            "select",
            "style",
            "template",
            "textarea",
            "title",
            "video",
            "xmp");

    private final String source;
    /** Pieces of the source that are one token each, by their starts; tags, and what is between tags but no html. */
    private final TreeMap<Integer, Integer> tokens = new TreeMap<>();
    /** Where the last thing ends that is known to be complete. */
    private int known;
    /** Where the first thing begins that is never closed and would swallow the picture. */
    private int open = Integer.MAX_VALUE;

    private OpenPixel(ParsedHtml html) {
        source = html.source();
        html.document().traverse((node, depth) -> look(node));
    }

    static void add(ParsedHtml html, SourceEdits edits) {
        edits.insert(new OpenPixel(html).place(), OpenPixel::of);
    }

    static String of(MailLinks links) {
        return "<img src=\"" + Markup.attribute(links.open()) + "\" width=\"1\" height=\"1\" alt=\"\" style=\"" + STYLE
                + "\">";
    }

    private void look(Node node) {
        Range range = node.sourceRange();
        if (!range.isTracked() || range.isImplicit()) {
            return;
        }
        known = Math.max(known, range.endPos());
        if (node instanceof Element element) {
            tokens.put(range.startPos(), range.endPos());
            Range end = element.endSourceRange();
            boolean closed = end.isTracked() && !end.isImplicit();
            if (closed) {
                known = Math.max(known, end.endPos());
            } else if (SWALLOWING.contains(element.normalName())) {
                open = Math.min(open, range.startPos());
            }
        } else if (!(node instanceof TextNode) || isRaw(node)) {
            tokens.put(range.startPos(), range.endPos());
            if (node instanceof Comment && !isClosed(range)) {
                open = Math.min(open, range.startPos());
            }
        }
    }

    private static boolean isRaw(Node text) {
        return text.parent() != null && SWALLOWING.contains(text.parent().normalName());
    }

    private boolean isClosed(Range comment) {
        String text = source.substring(comment.startPos(), comment.endPos());
        return text.startsWith("<!--") ? text.endsWith("-->") || text.endsWith("--!>") : text.endsWith(">");
    }

    private int place() {
        return Math.min(open, lastBodyEnd(end()));
    }

    /** The end of the source, but for a tag there that is not complete: after what is known, only end tags may follow. */
    private int end() {
        Matcher endTag = END_TAG.matcher(source);
        int end = known;
        while (endTag.region(end, source.length()).lookingAt()) {
            end = endTag.end();
        }
        return end == source.length() ? end : known;
    }

    /** @return {@code end} when there is none before it */
    private int lastBodyEnd(int end) {
        int last = end;
        Matcher bodyEnd = BODY_END.matcher(source).region(0, end);
        while (bodyEnd.find()) {
            Map.Entry<Integer, Integer> token = tokens.floorEntry(bodyEnd.start());
            if (token == null || token.getValue() <= bodyEnd.start()) {
                last = bodyEnd.start();
            }
        }
        return last;
    }
}
