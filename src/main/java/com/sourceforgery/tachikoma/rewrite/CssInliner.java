package com.sourceforgery.tachikoma.rewrite;

import com.sourceforgery.tachikoma.rewrite.CssSheet.CssRule;
import com.sourceforgery.tachikoma.rewrite.CssSheet.Declaration;
import com.sourceforgery.tachikoma.rewrite.ElementStyle.Applied;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.DocumentType;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.Range;
import org.jsoup.select.NodeVisitor;

/**
 * Moves the rules of style sheets to the style attributes of the elements that they match, so that mail programs that
 * know no style sheets show the mail as it is meant, and all others show it as before. Rules that can apply at times only
 * ({@code @media}, {@code :hover}) stay, and so does what those rules have to win over. Documents that would take too long
 * stay as they are.
 */
final class CssInliner {
    /** Not shown, or no place for a style. */
    private static final Set<String> UNSTYLED =
            Set.of("head", "style", "script", "template", "title", "meta", "link", "base");

    private static final Pattern TARGET_TEST = Pattern.compile("\\[\\s*href\\s*[~|^$*=]", Pattern.CASE_INSENSITIVE);

    /** Of a character of a style sheet, compared with a step of matching. */
    private static final int STEPS_TO_READ = 60;

    /** Of what is kept in memory until the end, compared with a step of matching. */
    private static final int STEPS_TO_KEEP = 20;

    private final ParsedHtml html;
    private final boolean all;
    private final Function<String, CssSheet> parser;
    private final boolean quirks;
    private final Effort effort = new Effort();
    private final List<PlacedRule> rules = new ArrayList<>();
    private final RuleIndex index = new RuleIndex();
    private final List<AttributeTest> styleTests = new ArrayList<>();
    private boolean hidesStyleTests;
    /** By rule and selector: what has to stay of each; null for a selector that matches nothing. */
    private final Map<Integer, KeptParts> kept = new LinkedHashMap<>();

    /**
     * @param offset of the rule's sheet in the text that is edited
     * @param moves whether it is among the rules that can move
     */
    private record PlacedRule(CssSheet sheet, CssRule rule, int offset, boolean moves) {}

    private CssInliner(ParsedHtml html, boolean all, Function<String, CssSheet> parser) {
        this.html = html;
        this.all = all;
        this.parser = parser;
        this.quirks = isQuirky(html.document());
    }

    /**
     * @param all whether to move all rules that can be moved; else those alone that ask where a link leads, for that is
     *     about to change
     * @param parser of style sheets
     */
    static void inline(ParsedHtml html, boolean all, Function<String, CssSheet> parser, SourceEdits edits) {
        if (!all && !TARGET_TEST.matcher(html.source()).find()) {
            return;
        }
        CssInliner inliner = new CssInliner(html, all, parser);
        SourceEdits own = new SourceEdits();
        try {
            inliner.findRules();
            inliner.edit(own);
        } catch (Effort.ExceededException tooMuch) {
            return;
        }
        edits.addAll(own);
    }

    /** Whether browsers take the document for one of old (HTML Standard §13.2.6.4.1), as far as mails have such types. */
    private static boolean isQuirky(Document document) {
        DocumentType type = document.documentType();
        if (type == null || !type.name().equalsIgnoreCase("html")) {
            return true;
        }
        String id = type.publicId().toUpperCase(Locale.ROOT);
        boolean transitional =
                id.startsWith("-//W3C//DTD HTML 4.01 ") && !type.systemId().isEmpty();
        return !id.isEmpty()
                && !id.startsWith("-//W3C//DTD XHTML 1")
                && !transitional
                && !id.endsWith("//DTD HTML 4.01//EN");
    }

    private void findRules() {
        html.document().traverse((node, depth) -> {
            if (node instanceof Element element && element.normalName().equals("style")) {
                addSheet(html, element, true);
            }
        });
        for (ParsedHtml comment : html.conditionalComments()) {
            comment.document().select("style").forEach(style -> addSheet(comment, style, false));
        }
        if (rules.stream().noneMatch(this::moves)) {
            rules.clear();
        }
        for (int i = 0; i < rules.size(); i++) {
            index.add(i, rules.get(i).rule());
        }
    }

    private void addSheet(ParsedHtml in, Element style, boolean shown) {
        String type = style.attr("type").strip();
        if (!type.isEmpty() && !type.equalsIgnoreCase("text/css") || style.childNodeSize() == 0) {
            return;
        }
        Node text = style.childNode(0);
        boolean plain = style.childNodeSize() == 1
                && text.sourceRange().isTracked()
                && !text.sourceRange().isImplicit();
        String media = style.attr("media").strip();
        boolean moves = shown
                && plain
                && style.closest("svg,noscript,template") == null
                && style.endSourceRange().isTracked()
                && !style.endSourceRange().isImplicit()
                && !style.hasAttr("title")
                && (media.isEmpty() || media.equalsIgnoreCase("all"));
        int start = plain ? text.sourceRange().startPos() : 0;
        String css = plain ? in.source().substring(start, text.sourceRange().endPos()) : style.wholeText();
        effort.spend((long) css.length() * STEPS_TO_READ);
        CssSheet sheet = parser.apply(css);
        styleTests.addAll(sheet.styleTests());
        hidesStyleTests |= sheet.hidesStyleTests();
        sheet.rules()
                .forEach(rule -> rules.add(new PlacedRule(sheet, rule, in.offset() + start, moves && rule.movable())));
    }

    private void edit(SourceEdits edits) {
        if (rules.stream().noneMatch(this::moves) || hidesStyleTests) {
            return;
        }
        Map<Element, ElementStyle> styles = collect();
        Set<Integer> torn = tornTags(styles);
        styles.forEach((element, style) -> {
            if (style.hasMovable()) {
                edit(element, style, !torn.contains(element.sourceRange().startPos()), edits);
            }
        });
        editRules(edits);
    }

    /** Starts of tags that broken html makes several elements of, which want different styles. */
    private static Set<Integer> tornTags(Map<Element, ElementStyle> styles) {
        Map<Integer, ElementStyle> firsts = new HashMap<>();
        Set<Integer> torn = new HashSet<>();
        styles.forEach((element, style) -> {
            Range tag = element.sourceRange();
            ElementStyle first = tag.isImplicit() ? null : firsts.putIfAbsent(tag.startPos(), style);
            if (first != null && !first.isLike(style)) {
                torn.add(tag.startPos());
            }
        });
        return torn;
    }

    private boolean moves(PlacedRule placed) {
        return placed.moves() && placed.rule().selectors().stream().anyMatch(this::isMovable);
    }

    private Map<Element, ElementStyle> collect() {
        Map<Element, ElementStyle> styles = new LinkedHashMap<>();
        html.document().traverse(new NodeVisitor() {
            private int unstyled;

            @Override
            public void head(Node node, int depth) {
                if (node instanceof Element element && !(element instanceof Document)) {
                    unstyled += UNSTYLED.contains(element.normalName()) ? 1 : 0;
                    if (unstyled == 0) {
                        styles.put(element, styleOf(element));
                    }
                }
            }

            @Override
            public void tail(Node node, int depth) {
                if (node instanceof Element element && UNSTYLED.contains(element.normalName())) {
                    unstyled--;
                }
            }
        });
        return styles;
    }

    private ElementStyle styleOf(Element element) {
        effort.spend(STEPS_TO_KEEP);
        ElementStyle style = new ElementStyle();
        for (RuleIndex.Entry entry : index.candidates(element)) {
            PlacedRule placed = rules.get(entry.rule());
            CssSelector selector = placed.rule().selectors().get(entry.selector());
            if (selector.matches(element, quirks, effort)) {
                boolean moves = placed.moves() && isMovable(selector);
                if (moves) {
                    kept.computeIfAbsent(entry.rule(), any -> new KeptParts()).matched(entry.selector());
                }
                addAll(style, placed, entry, moves);
            }
        }
        return style;
    }

    private void addAll(ElementStyle style, PlacedRule placed, RuleIndex.Entry entry, boolean moves) {
        CssRule rule = placed.rule();
        int specificity = rule.boundless()
                ? CssSelector.BOUNDLESS
                : rule.selectors().get(entry.selector()).specificity();
        for (int i = 0; i < rule.declarations().size(); i++) {
            effort.spend(STEPS_TO_KEEP);
            Declaration declaration = rule.declarations().get(i);
            long order = ((long) entry.rule() << 20) + i;
            style.add(
                    new Applied(declaration, entry.rule(), entry.selector(), specificity, order),
                    moves && declaration.movable());
        }
    }

    /** A selector that takes any element stays: moving it makes mails large. */
    private boolean isMovable(CssSelector selector) {
        return selector.exact() && selector.key() != null && (all || selector.asksForTargets());
    }

    private void edit(Element element, ElementStyle style, boolean editable, SourceEdits edits) {
        List<Applied> keptHere = style.kept(effort);
        List<Declaration> moved = style.moved(keptHere);
        Optional<StyleAttribute> attribute = editable ? StyleAttribute.of(html, element) : Optional.empty();
        String text = moved.stream().map(Declaration::plain).collect(Collectors.joining(";"));
        if (attribute.isEmpty() || changesStyleTests(attribute.get(), text)) {
            style.movable().forEach(this::keep);
        } else {
            keptHere.forEach(this::keep);
            if (!moved.isEmpty()) {
                attribute.get().add(text, edits);
            }
        }
    }

    private void keep(Applied applied) {
        kept.get(applied.rule()).keep(applied.selector(), applied.declaration());
    }

    /** Whether a selector that asks for the attribute's text would match otherwise than before. */
    private boolean changesStyleTests(StyleAttribute attribute, String text) {
        return styleTests.stream()
                .anyMatch(test -> test.matches(attribute.old()) != test.matches(attribute.with(text)));
    }

    private void editRules(SourceEdits edits) {
        kept.forEach((number, parts) -> {
            PlacedRule placed = rules.get(number);
            Set<Declaration> staying = new HashSet<>();
            List<CssSelector> selectors = new ArrayList<>();
            for (int i = 0; i < placed.rule().selectors().size(); i++) {
                if (!parts.isMatched(i)) {
                    selectors.add(placed.rule().selectors().get(i));
                    staying.addAll(placed.rule().declarations());
                } else if (!parts.kept(i).isEmpty() || hasImmovable(placed.rule())) {
                    selectors.add(placed.rule().selectors().get(i));
                    staying.addAll(parts.kept(i));
                }
            }
            placed.rule().declarations().stream().filter(d -> !d.movable()).forEach(staying::add);
            write(placed, selectors, staying, edits);
        });
    }

    private static boolean hasImmovable(CssRule rule) {
        return rule.declarations().stream().anyMatch(declaration -> !declaration.movable());
    }

    private static void write(
            PlacedRule placed, List<CssSelector> selectors, Set<Declaration> staying, SourceEdits edits) {
        CssRule rule = placed.rule();
        int start = placed.offset() + rule.place().start();
        int end = placed.offset() + rule.place().end();
        if (selectors.isEmpty()) {
            delete(placed, edits);
        } else if (selectors.size() < rule.selectors().size()
                || staying.size() < rule.declarations().size()) {
            String text = placed.sheet().text();
            edits.replace(
                    start,
                    end,
                    selectors.stream().map(CssSelector::source).collect(Collectors.joining(","))
                            + "{"
                            + rule.declarations().stream()
                                    .filter(staying::contains)
                                    .map(declaration -> text.substring(
                                            declaration.span().start(),
                                            declaration.span().end()))
                                    .collect(Collectors.joining(";"))
                            + "}");
        }
    }

    /** With the blanks after it, and with its line when there is nothing else on it. */
    private static void delete(PlacedRule placed, SourceEdits edits) {
        String text = placed.sheet().text();
        int start = placed.rule().place().start();
        int end = placed.rule().place().end();
        while (end < text.length() && isSpace(text.charAt(end))) {
            end++;
        }
        int lineStart = start;
        while (lineStart > 0 && isSpace(text.charAt(lineStart - 1))) {
            lineStart--;
        }
        boolean first = lineStart == 0 || text.charAt(lineStart - 1) == '\n';
        boolean last = end < text.length() && text.charAt(end) == '\n';
        int from = first && last ? lineStart : start;
        edits.replace(placed.offset() + from, placed.offset() + (first && last ? end + 1 : end), "");
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r';
    }
}
