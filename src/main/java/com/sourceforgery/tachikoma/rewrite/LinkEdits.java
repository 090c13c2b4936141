package com.sourceforgery.tachikoma.rewrite;

import java.util.Optional;
import org.jsoup.nodes.Element;

/** Finds the links that are tracked, and the unsubscribe marks. */
final class LinkEdits {
    private final UnsubscribeMarks marks;

    LinkEdits(UnsubscribeMarks marks) {
        this.marks = marks;
    }

    /** Links of the html and of its conditional comments: Outlook's buttons are links there. */
    void find(ParsedHtml html, SourceEdits edits) {
        findIn(html, edits);
        html.conditionalComments().forEach(inner -> findIn(inner, edits));
    }

    private void findIn(ParsedHtml html, SourceEdits edits) {
        html.document().traverse((node, depth) -> {
            if (node instanceof Element element && isLink(element)) {
                html.attribute(element, "href").ifPresent(value -> replacement(value.decoded())
                        .ifPresent(link ->
                                edits.replace(value.start(), value.end(), links -> Markup.attribute(link.of(links)))));
            }
        });
    }

    private Optional<BodyPlan.Insertion> replacement(String href) {
        return marks.find(href).or(() -> WebAddress.of(href).map(target -> links -> links.click(target)));
    }

    /** In VML any shape can be one. */
    private static boolean isLink(Element element) {
        String name = element.normalName();
        return name.equals("a") || name.equals("area") || name.startsWith("v:");
    }
}
