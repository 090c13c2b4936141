package com.sourceforgery.tachikoma.rewrite;

import com.helger.css.decl.CSSSelectorAttribute;
import com.helger.css.decl.ECSSAttributeOperator;
import java.util.Locale;
import java.util.Set;
import org.jsoup.nodes.Element;

/**
 * What an attribute selector asks (Selectors Level 4 §6).
 *
 * @param operator null when the attribute only has to be there
 * @param ignoreCase whether letters of both cases are the same in the value
 */
record AttributeTest(String name, ECSSAttributeOperator operator, String value, boolean ignoreCase)
        implements CssSelector.Test {
    /** Html's own attributes whose values have no case (HTML Standard §4.16.2). */
    private static final Set<String> WITHOUT_CASE = Set.of(
            ("accept accept-charset align alink axis bgcolor charset checked clear codetype color compact declare defer dir"
                            + " direction disabled enctype face frame hreflang http-equiv lang language link media method"
                            + " multiple nohref noresize noshade nowrap readonly rel rev rules scope scrolling selected shape"
                            + " target text type valign valuetype vlink")
                    .split(" "));

    /** Null when it cannot be tested here. */
    static AttributeTest of(CSSSelectorAttribute attribute) {
        String name = SelectorCompiler.unescape(attribute.getAttrName()).toLowerCase(Locale.ROOT);
        if (attribute.getOperator() == null) {
            return new AttributeTest(name, null, "", false);
        }
        return attribute.getCaseSensitivityFlag() != null
                ? null
                : new AttributeTest(
                        name, attribute.getOperator(), unquote(attribute.getAttrValue()), WITHOUT_CASE.contains(name));
    }

    boolean isOf(String attribute) {
        return name.equals(attribute);
    }

    @Override
    public boolean matches(Element element, boolean quirks) {
        return element.hasAttr(name) && matches(element.attr(name));
    }

    /** @param given value of the attribute, null when there is none */
    boolean matches(String given) {
        if (given == null) {
            return false;
        }
        if (operator == null) {
            return true;
        }
        String text = ignoreCase ? given.toLowerCase(Locale.ROOT) : given;
        String asked = ignoreCase ? value.toLowerCase(Locale.ROOT) : value;
        return switch (operator) {
            case EQUALS -> text.equals(asked);
            case INCLUDES -> SelectorCompiler.hasWord(text, asked, false);
            case DASHMATCH -> text.equals(asked) || text.startsWith(asked + "-");
            case BEGINMATCH -> !asked.isEmpty() && text.startsWith(asked);
            case ENDMATCH -> !asked.isEmpty() && text.endsWith(asked);
            case CONTAINSMATCH -> !asked.isEmpty() && text.contains(asked);
        };
    }

    private static String unquote(String value) {
        boolean quoted = value.length() > 1 && (value.charAt(0) == '"' || value.charAt(0) == '\'');
        return SelectorCompiler.unescape(quoted ? value.substring(1, value.length() - 1) : value);
    }
}
