package com.sourceforgery.tachikoma.bounce;

import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/** The words of html, a line for each block; for programs that look for wordings, not for readers. */
final class HtmlLines implements NodeVisitor {
    private static final Set<String> BREAKS = Set.of(
            "br",
            "p",
            "div",
            "tr",
            "td",
            "th",
            "li",
            "ul",
            "ol",
            "table",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "pre",
            "blockquote",
            "hr",
            "title",
            "body");
    private static final Set<String> PARAGRAPHS =
            Set.of("p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table");

    private final StringBuilder lines = new StringBuilder();

    private HtmlLines() {}

    static String of(String html) {
        HtmlLines visitor = new HtmlLines();
        Jsoup.parse(html).traverse(visitor);
        return Words.plainLines(visitor.lines.toString())
                .replaceAll("\n{3,}", "\n\n")
                .strip();
    }

    @Override
    public void head(Node node, int depth) {
        if (node instanceof TextNode text) {
            lines.append(isPreformatted(text) ? text.getWholeText() : leading(text.text()));
        } else if (node instanceof Element element && BREAKS.contains(element.normalName())) {
            breakLine(PARAGRAPHS.contains(element.normalName()));
        }
    }

    @Override
    public void tail(Node node, int depth) {
        if (node instanceof Element element
                && BREAKS.contains(element.normalName())
                && !element.normalName().equals("br")) {
            breakLine(PARAGRAPHS.contains(element.normalName()));
        }
    }

    private static boolean isPreformatted(TextNode text) {
        return text.parent().normalName().equals("pre");
    }

    private String leading(String text) {
        boolean isAtStart = lines.length() == 0 || lines.charAt(lines.length() - 1) == '\n';
        return isAtStart ? text.stripLeading() : text;
    }

    private void breakLine(boolean isParagraph) {
        lines.append(isParagraph ? "\n\n" : "\n");
    }
}
