package com.sourceforgery.tachikoma.rewrite;

import com.helger.css.decl.CSSSelector;
import com.helger.css.decl.CSSSelectorAttribute;
import com.helger.css.decl.CSSSelectorMemberFunctionLike;
import com.helger.css.decl.CSSSelectorSimpleMember;
import com.helger.css.decl.ECSSSelectorCombinator;
import com.helger.css.decl.ICSSSelectorMember;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compiles one selector. What it does not know it leaves out, and says that the selector is not exact. */
final class SelectorCompiler {
    private static final Pattern ESCAPE =
            Pattern.compile("\\\\(?:([0-9a-fA-F]{1,6})[ \\t\\r\\n\\f]?|(.))", Pattern.DOTALL);

    /** Matching calls itself at each. */
    private static final int MOST_COMPOUNDS = 50;

    /** Those that one colon does for (Selectors Level 4 §3.6). */
    private static final Set<String> OLD_PSEUDO_ELEMENTS = Set.of(":before", ":after", ":first-line", ":first-letter");

    private final List<CssSelector.Compound> compounds = new ArrayList<>();
    private final List<Character> combinators = new ArrayList<>();
    private List<CssSelector.Test> tests = new ArrayList<>();
    private final List<AttributeTest> styleTests = new ArrayList<>();
    private String key;
    private int ids;
    private int classes;
    private int types;
    private boolean exact = true;
    private boolean boundless;
    private boolean pseudoElement;
    private boolean asksForTargets;

    private SelectorCompiler() {}

    /**
     * One mistake in a list of selectors, and browsers take all of it for none.
     *
     * @param sources a list's selectors
     */
    static List<CssSelector> compile(List<String> sources) {
        String list = String.join(",", sources);
        List<CSSSelector> parsed = CssParser.selectors(list).orElse(List.of());
        if (parsed.isEmpty() || parsed.size() != sources.size()) {
            return List.of(CssSelector.unknown(list));
        }
        List<CssSelector> compiled = new ArrayList<>();
        for (int i = 0; i < parsed.size(); i++) {
            compiled.add(new SelectorCompiler().compile(sources.get(i), parsed.get(i)));
        }
        return compiled;
    }

    private CssSelector compile(String source, CSSSelector parsed) {
        for (ICSSSelectorMember member : parsed.getAllMembers()) {
            if (member instanceof ECSSSelectorCombinator combinator) {
                closeCompound();
                combinators.add(
                        combinator == ECSSSelectorCombinator.BLANK
                                ? ' '
                                : combinator.getName().strip().charAt(0));
            } else {
                add(member);
            }
        }
        closeCompound();
        int specificity = boundless ? CssSelector.BOUNDLESS : CssSelector.specificity(ids, classes, types);
        return combinators.size() == compounds.size() - 1 && compounds.size() <= MOST_COMPOUNDS
                ? new CssSelector(
                        source,
                        List.copyOf(compounds),
                        List.copyOf(combinators),
                        specificity,
                        exact,
                        pseudoElement,
                        List.copyOf(styleTests),
                        asksForTargets)
                : CssSelector.unknown(source);
    }

    private void closeCompound() {
        compounds.add(new CssSelector.Compound(List.copyOf(tests), key));
        tests = new ArrayList<>();
        key = null;
    }

    private void add(ICSSSelectorMember member) {
        if (member instanceof CSSSelectorSimpleMember simple) {
            addSimple(simple);
        } else if (member instanceof CSSSelectorAttribute attribute) {
            addAttribute(attribute);
        } else if (member instanceof CSSSelectorMemberFunctionLike function
                && function.getFunctionName().toLowerCase(Locale.ROOT).startsWith(":nth-")) {
            classes++;
            exact = false;
        } else {
            boundless = true;
            exact = false;
        }
    }

    private void addSimple(CSSSelectorSimpleMember member) {
        String value = member.getValue();
        if (member.isPseudo()) {
            addPseudo(value.toLowerCase(Locale.ROOT));
        } else if (member.isHash()) {
            ids++;
            String id = unescape(value.substring(1));
            key = "#" + id.toLowerCase(Locale.ROOT);
            tests.add((element, quirks) -> same(element.id(), id, quirks));
        } else if (member.isClass()) {
            classes++;
            String name = unescape(value.substring(1));
            key = key == null || !key.startsWith("#") ? "." + name.toLowerCase(Locale.ROOT) : key;
            tests.add((element, quirks) -> hasWord(element.attr("class"), name, quirks));
        } else if (value.contains("|")) {
            exact = false;
        } else if (!value.equals("*")) {
            types++;
            String name = unescape(value).toLowerCase(Locale.ROOT);
            key = key == null ? name : key;
            tests.add((element, quirks) -> element.normalName().equals(name));
        }
    }

    private void addPseudo(String name) {
        if (name.startsWith("::") || OLD_PSEUDO_ELEMENTS.contains(name)) {
            types++;
            pseudoElement = true;
        } else {
            classes++;
        }
        exact = false;
    }

    private void addAttribute(CSSSelectorAttribute attribute) {
        classes++;
        String prefix = attribute.getNamespacePrefix();
        AttributeTest test = AttributeTest.of(attribute);
        if (test == null || prefix != null && !prefix.isEmpty()) {
            exact = false;
        } else if (test.isOf("style")) {
            // the style attribute is what changes here
            exact = false;
            styleTests.add(test);
        } else {
            asksForTargets |= test.isOf("href") && test.operator() != null;
            tests.add(test);
        }
    }

    private static boolean same(String one, String other, boolean ignoreCase) {
        return ignoreCase ? one.equalsIgnoreCase(other) : one.equals(other);
    }

    /** Whether one of the words of a text that blanks separate is {@code word}. */
    static boolean hasWord(String text, String word, boolean ignoreCase) {
        int length = word.length();
        if (length == 0) {
            return false;
        }
        for (int i = 0; i + length <= text.length(); i++) {
            boolean begins = i == 0 || CssScanner.isBlank(text.charAt(i - 1));
            boolean ends = i + length == text.length() || CssScanner.isBlank(text.charAt(i + length));
            if (begins && ends && text.regionMatches(ignoreCase, i, word, 0, length)) {
                return true;
            }
        }
        return false;
    }

    static String unescape(String name) {
        return ESCAPE.matcher(name).replaceAll(escape -> {
            if (escape.group(1) == null) {
                return Matcher.quoteReplacement(escape.group(2));
            }
            int code = Integer.parseInt(escape.group(1), 16);
            boolean valid = code != 0 && Character.isValidCodePoint(code) && (code < 0xD800 || code > 0xDFFF);
            return Matcher.quoteReplacement(Character.toString(valid ? code : 0xFFFD));
        });
    }
}
