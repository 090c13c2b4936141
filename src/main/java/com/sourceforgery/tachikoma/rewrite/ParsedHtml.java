package com.sourceforgery.tachikoma.rewrite;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Comment;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Range;
import org.jsoup.parser.Parser;

/**
 * Html as browsers understand it, with the place of everything in its source. Places are checked against the source
 * before they are given: what is not where it should be is not edited.
 *
 * @param source the html
 * @param offset of the source in the text that edits are made in
 * @param conditionalComments what the comments {@code <!--[if mso]>…<![endif]-->} hold, which is html to Outlook alone
 */
record ParsedHtml(String source, int offset, Document document, List<ParsedHtml> conditionalComments) {
    private static final Pattern CONDITIONAL =
            Pattern.compile("<!--\\s*\\[if\\s[^]]*]>(.*)<!\\[endif]-->", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** An attribute's value: where it stands in the source, without its quotes. */
    record Value(int start, int end, String decoded) {}

    static ParsedHtml parse(String source) {
        Document document = document(source);
        List<ParsedHtml> inner = new ArrayList<>();
        document.traverse((node, depth) -> {
            if (node instanceof Comment comment && comment.sourceRange().isTracked()) {
                Range range = comment.sourceRange();
                Matcher conditional = CONDITIONAL.matcher(source).region(range.startPos(), range.endPos());
                if (conditional.matches()) {
                    String html = conditional.group(1);
                    inner.add(new ParsedHtml(html, conditional.start(1), document(html), List.of()));
                }
            }
        });
        return new ParsedHtml(source, 0, document, List.copyOf(inner));
    }

    private static Document document(String source) {
        return Parser.htmlParser().setTrackPosition(true).parseInput(source, "");
    }

    /** The value of an attribute that has one. */
    Optional<Value> attribute(Element element, String name) {
        Range.AttributeRange range = element.attributes().sourceRange(name);
        if (!element.hasAttr(name) || !isIn(element.sourceRange(), range.nameRange())) {
            return Optional.empty();
        }
        Range value = range.valueRange();
        boolean named = source.regionMatches(true, range.nameRange().startPos(), name, 0, name.length());
        return named && value.endPos() > value.startPos()
                ? Optional.of(new Value(offset + value.startPos(), offset + value.endPos(), element.attr(name)))
                : Optional.empty();
    }

    private static boolean isIn(Range tag, Range part) {
        return tag.isTracked()
                && part.isTracked()
                && tag.startPos() <= part.startPos()
                && part.endPos() <= tag.endPos();
    }
}
