package com.sourceforgery.tachikoma.compose;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;

/**
 * Plain text for readers without html: what the html says, with the addresses of its links, its lists, tables, quotes
 * and headings in the signs that people use for them in plain mail.
 */
final class HtmlToText implements NodeFilter {
    private static final Set<String> UNSEEN =
            Set.of("head", "style", "script", "noscript", "template", "object", "svg", "select", "textarea");
    private static final Set<String> PARAGRAPHS =
            Set.of("p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "table", "dl", "ul", "ol");
    private static final String BLOCKS_IN_CELLS = "p,div,table,ul,ol,dl,h1,h2,h3,h4,h5,h6,pre,blockquote,br,hr";
    private static final String RULE = "-".repeat(40);

    private final PlainTextLayout layout = new PlainTextLayout();
    private final Deque<Integer> starts = new ArrayDeque<>();
    private final Deque<Integer> numbers = new ArrayDeque<>();
    private int verbatim;

    private HtmlToText() {}

    static String convert(String html) {
        HtmlToText converter = new HtmlToText();
        converter.traverse(Jsoup.parse(html));
        return converter.layout.toString();
    }

    @Override
    public FilterResult head(Node node, int depth) {
        if (node instanceof TextNode text) {
            if (verbatim > 0) {
                layout.verbatim(text.getWholeText());
            } else {
                layout.words(text.getWholeText());
            }
        } else if (node instanceof Element element) {
            if (isUnseen(element)) {
                return FilterResult.SKIP_ENTIRELY;
            }
            open(element);
        }
        return FilterResult.CONTINUE;
    }

    @Override
    public FilterResult tail(Node node, int depth) {
        if (node instanceof Element element) {
            close(element);
        }
        return FilterResult.CONTINUE;
    }

    private static boolean isUnseen(Element element) {
        String style = element.attr("style").replace(" ", "").toLowerCase(Locale.ROOT);
        return UNSEEN.contains(element.normalName()) || element.hasAttr("hidden") || style.contains("display:none");
    }

    private void open(Element element) {
        breakBefore(element);
        switch (element.normalName()) {
            case "br" -> layout.lineBreak();
            case "hr" -> {
                layout.emptyLine();
                layout.words(RULE);
                layout.emptyLine();
            }
            case "img" -> layout.words(element.attr("alt"));
            case "a", "h1", "h2" -> starts.push(layout.position());
            case "pre" -> verbatim++;
            case "blockquote" -> layout.openMargin("> ");
            case "dd" -> layout.openMargin("  ");
            case "ul", "ol" -> numbers.push(firstNumber(element));
            case "li" -> openItem(element);
            case "td", "th" -> openCell(element);
            default -> {
                // its text says it all
            }
        }
    }

    private void close(Element element) {
        switch (element.normalName()) {
            case "a" -> closeLink(element.attr("href").strip(), starts.pop());
            case "h1" -> underline('=', starts.pop());
            case "h2" -> underline('-', starts.pop());
            case "pre" -> verbatim--;
            case "blockquote", "dd", "li" -> layout.closeMargin();
            case "ul", "ol" -> numbers.pop();
            default -> {
                // nothing to close
            }
        }
        breakBefore(element);
    }

    /** Also the break after it. */
    private void breakBefore(Element element) {
        String name = element.normalName();
        boolean nestedList = (name.equals("ul") || name.equals("ol")) && !numbers.isEmpty();
        if (PARAGRAPHS.contains(name) && !nestedList) {
            layout.emptyLine();
        } else if (element.isBlock() && !name.equals("td") && !name.equals("th") && !name.equals("hr")) {
            layout.newLine();
        }
    }

    private static int firstNumber(Element list) {
        try {
            return list.normalName().equals("ol") && list.hasAttr("start") ? Integer.parseInt(list.attr("start")) : 1;
        } catch (NumberFormatException notANumber) {
            return 1;
        }
    }

    private void openItem(Element item) {
        boolean numbered = item.parent() != null && item.parent().normalName().equals("ol");
        if (numbered) {
            int number = numbers.pop();
            numbers.push(number + 1);
            layout.openItem(number + ". ");
        } else {
            layout.openItem("- ");
        }
    }

    /** Cells of text stand beside each other; cells that hold blocks, as in tables made for layout, below each other. */
    private void openCell(Element cell) {
        Element row = cell.parent();
        if (row == null || row.selectFirst(BLOCKS_IN_CELLS) != null) {
            layout.newLine();
        } else if (cell.previousElementSibling() != null) {
            layout.words(" | ");
        }
    }

    private void closeLink(String address, int start) {
        String text = layout.since(start);
        String lowerCase = address.toLowerCase(Locale.ROOT);
        String bare = lowerCase.startsWith("mailto:") || lowerCase.startsWith("tel:")
                ? address.substring(address.indexOf(':') + 1)
                : address;
        if (address.isEmpty() || address.startsWith("#") || lowerCase.startsWith("javascript:")) {
            return;
        }
        if (text.isEmpty()) {
            layout.words(bare);
        } else if (!text.equals(bare) && !text.equals(address)) {
            layout.words(" (" + bare + ")");
        }
    }

    private void underline(char sign, int start) {
        String heading = layout.since(start);
        if (!heading.isEmpty() && heading.indexOf('\n') < 0) {
            layout.newLine();
            layout.words(String.valueOf(sign).repeat(heading.codePointCount(0, heading.length())));
        }
    }
}
