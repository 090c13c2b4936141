package com.sourceforgery.tachikoma.rewrite;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a {@code <style>} element, understood as far as needed to move its rules without changing what a reader
 * sees. Immutable: mails with the same text share it.
 *
 * @param rules in their order, also those within {@code @media} and the like
 * @param styleTests what its selectors ask of style attributes
 * @param hidesStyleTests whether they ask more than that
 */
record CssSheet(String text, List<CssRule> rules, List<AttributeTest> styleTests, boolean hidesStyleTests) {
    private static final Pattern AT_NAME = Pattern.compile("@(?:-[a-z]+-)?([a-zA-Z-]+)");
    private static final Pattern NAME = Pattern.compile("[*_]?([a-zA-Z-][\\w-]*)\\s*:.*", Pattern.DOTALL);
    private static final Pattern IMPORTANT = Pattern.compile("!\\s*important", Pattern.CASE_INSENSITIVE);
    private static final int DEEPEST = 20;

    /** A declaration, with its place in the sheet. */
    record Declaration(CssScanner.Span span, String plain, String property, boolean important, boolean movable) {
        /** The value without {@code !important}. */
        String value() {
            String value = plain.substring(plain.indexOf(':') + 1).strip();
            return important ? value.substring(0, value.lastIndexOf('!')).strip() : value;
        }
    }

    /**
     * @param place in the sheet
     * @param movable whether it always applies, and is in no way broken
     * @param boundless whether it can win whatever its specificity
     */
    record CssRule(
            CssScanner.Rule place,
            boolean movable,
            boolean boundless,
            List<CssSelector> selectors,
            List<Declaration> declarations) {}

    static CssSheet parse(String text) {
        Reader reader = new Reader(text);
        reader.read(0, text.length(), true, false, 0);
        List<CssSelector> selectors =
                reader.rules.stream().flatMap(rule -> rule.selectors().stream()).toList();
        return new CssSheet(
                text,
                List.copyOf(reader.rules),
                selectors.stream()
                        .flatMap(selector -> selector.styleTests().stream())
                        .toList(),
                selectors.stream().anyMatch(CssSelector::hidesStyleTests));
    }

    private static final class Reader {
        private final String text;
        private final List<CssRule> rules = new ArrayList<>();

        Reader(String text) {
            this.text = text;
        }

        void read(int from, int to, boolean always, boolean boundless, int depth) {
            for (CssScanner.Rule place : new CssScanner(text).rules(from, to)) {
                if (text.charAt(place.start()) == '@') {
                    readAtRule(place, boundless, depth);
                } else if (place.blockStart() >= 0) {
                    rules.add(styleRule(place, always && place.closed(), boundless));
                }
            }
        }

        private void readAtRule(CssScanner.Rule place, boolean boundless, int depth) {
            Matcher name = AT_NAME.matcher(text).region(place.start(), place.end());
            if (place.blockStart() < 0 || !name.lookingAt() || depth > DEEPEST) {
                return;
            }
            switch (name.group(1).toLowerCase(Locale.ROOT)) {
                case "font-face",
                        "keyframes",
                        "page",
                        "viewport",
                        "counter-style",
                        "property",
                        "font-feature-values" -> {
                    // not about elements
                }
                case "media", "supports" -> read(place.blockStart(), place.blockEnd(), false, boundless, depth + 1);
                default -> read(place.blockStart(), place.blockEnd(), false, true, depth + 1);
            }
        }

        private CssRule styleRule(CssScanner.Rule place, boolean movable, boolean boundless) {
            List<Declaration> declarations = new CssScanner(text)
                    .parts(place.blockStart(), place.blockEnd(), ';').stream()
                            .filter(span -> span.end() > span.start())
                            .map(this::declaration)
                            .toList();
            List<CssSelector> selectors = SelectorCompiler.compile(new CssScanner(text)
                    .parts(place.start(), place.blockStart() - 1, ',').stream()
                            .map(span -> CssScanner.plain(text.substring(span.start(), span.end())))
                            .toList());
            boolean anything = declarations.stream()
                    .anyMatch(declaration -> declaration.property().equals(CssProperties.ANY));
            boolean known = selectors.stream().noneMatch(CssSelector::isUnknown);
            return new CssRule(place, movable && known && !anything, boundless || anything, selectors, declarations);
        }

        private Declaration declaration(CssScanner.Span span) {
            String plain = CssScanner.plain(text.substring(span.start(), span.end()));
            return CssParser.declaration(plain)
                    .map(parsed -> new Declaration(
                            span,
                            plain,
                            propertyOf(parsed.getProperty()),
                            parsed.isImportant(),
                            !parsed.getProperty().startsWith("--") && !parsed.hasProperty(CssProperties.ANY)))
                    .orElseGet(() -> notUnderstood(span, plain));
        }

        private static Declaration notUnderstood(CssScanner.Span span, String plain) {
            Matcher name = NAME.matcher(plain);
            boolean nested = plain.contains("{");
            String named = name.matches() ? propertyOf(name.group(1)) : "";
            String property = nested ? CssProperties.ANY : named;
            boolean important = IMPORTANT.matcher(plain).find();
            return new Declaration(span, plain, property, important, false);
        }

        private static String propertyOf(String name) {
            return name.startsWith("--") ? name : name.toLowerCase(Locale.ROOT);
        }
    }
}
