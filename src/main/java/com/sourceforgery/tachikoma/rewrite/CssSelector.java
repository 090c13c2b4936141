package com.sourceforgery.tachikoma.rewrite;

import java.util.List;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * A selector (Selectors Level 4 §4), compiled. jsoup's own ones take letters of both cases for the same in classes and
 * attributes, which browsers do not.
 *
 * @param source as it is written
 * @param compounds from left to right, what each asks of its element
 * @param combinators between them: blank, {@code >}, {@code +} or {@code ~}
 * @param specificity see {@link #specificity(int, int, int)}; {@link #BOUNDLESS} when it is not known
 * @param exact whether it matches what a browser matches; otherwise that and possibly more
 * @param pseudoElement whether it is about something beside the element
 * @param styleTests what it asks of style attributes; those of an inexact selector are not among its compounds' tests
 * @param asksForTargets whether it hangs on where a link leads
 */
record CssSelector(
        String source,
        List<Compound> compounds,
        List<Character> combinators,
        int specificity,
        boolean exact,
        boolean pseudoElement,
        List<AttributeTest> styleTests,
        boolean asksForTargets) {
    static final int BOUNDLESS = Integer.MAX_VALUE;

    private static final Pattern STYLE_TEST = Pattern.compile("\\[\\s*style\\s*[]~|^$*=]", Pattern.CASE_INSENSITIVE);

    /** What an element must be. */
    interface Test {
        /** @param quirks whether letters of both cases are the same in classes and ids (Quirks Mode Standard §3.6) */
        boolean matches(Element element, boolean quirks);
    }

    /**
     * All of what an element must be.
     *
     * @param key {@code #id}, {@code .class} or element name, in lower case, that every match has; null for none
     */
    record Compound(List<Test> tests, String key) {
        boolean matches(Element element, boolean quirks) {
            for (Test test : tests) {
                if (!test.matches(element, quirks)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** A selector that nothing is known of. */
    static CssSelector unknown(String source) {
        return new CssSelector(
                source, List.of(new Compound(List.of(), null)), List.of(), BOUNDLESS, false, false, List.of(), false);
    }

    boolean isUnknown() {
        return !exact
                && compounds.size() == 1
                && specificity == BOUNDLESS
                && compounds.get(0).tests().isEmpty();
    }

    /** One number to compare (Selectors Level 4 §16), exact below a thousand of a kind. */
    static int specificity(int ids, int classes, int types) {
        return Math.min(ids, 999) * 1_000_000 + Math.min(classes, 999) * 1_000 + Math.min(types, 999);
    }

    /** What every match has, to find candidates by; null when anything can be one. */
    String key() {
        return compounds.get(compounds.size() - 1).key();
    }

    /** Whether it asks more of style attributes than {@link #styleTests} says. */
    boolean hidesStyleTests() {
        return STYLE_TEST.matcher(source).results().count() > styleTests.size();
    }

    boolean matches(Element element, boolean quirks, Effort effort) {
        return matches(compounds.size() - 1, element, quirks, effort);
    }

    private boolean matches(int index, Element element, boolean quirks, Effort effort) {
        effort.spend(1);
        if (!compounds.get(index).matches(element, quirks)) {
            return false;
        }
        if (index == 0) {
            return true;
        }
        char combinator = combinators.get(index - 1);
        boolean sibling = combinator == '+' || combinator == '~';
        boolean any = combinator == ' ' || combinator == '~';
        Element next = next(element, sibling);
        while (next != null) {
            if (matches(index - 1, next, quirks, effort)) {
                return true;
            }
            next = any ? next(next, sibling) : null;
        }
        return false;
    }

    private static Element next(Element element, boolean sibling) {
        Element next = sibling ? element.previousElementSibling() : element.parent();
        return next instanceof Document ? null : next;
    }
}
