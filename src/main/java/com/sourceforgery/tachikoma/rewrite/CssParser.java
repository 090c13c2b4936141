package com.sourceforgery.tachikoma.rewrite;

import com.helger.css.decl.CSSDeclaration;
import com.helger.css.decl.CSSSelector;
import com.helger.css.decl.CSSStyleRule;
import com.helger.css.decl.CascadingStyleSheet;
import com.helger.css.reader.CSSReader;
import com.helger.css.reader.CSSReaderSettings;
import com.helger.css.reader.errorhandler.DoNothingCSSInterpretErrorHandler;
import com.helger.css.reader.errorhandler.ThrowingCSSParseErrorHandler;
import java.util.List;
import java.util.Optional;

/** Asks ph-css what a piece of a style sheet means, strictly: a piece with a mistake means nothing. */
final class CssParser {
    /** The parser calls itself at each. */
    private static final int MOST_BRACKETS = 100;

    private CssParser() {}

    /** @param source a list of selectors */
    static Optional<List<CSSSelector>> selectors(String source) {
        return rule(source + "{}").map(CSSStyleRule::getAllSelectors);
    }

    /** @param source one declaration */
    static Optional<CSSDeclaration> declaration(String source) {
        return rule("a{" + source + "}")
                .filter(rule -> rule.getDeclarationCount() == 1)
                .map(rule -> rule.getDeclarationAtIndex(0));
    }

    private static Optional<CSSStyleRule> rule(String source) {
        if (source.chars().filter(c -> c == '(' || c == '[').count() > MOST_BRACKETS) {
            return Optional.empty();
        }
        CSSReaderSettings settings = new CSSReaderSettings()
                .setUseSourceLocation(false)
                .setKeepDeprecatedProperties(true)
                .setCustomErrorHandler(new ThrowingCSSParseErrorHandler())
                .setCustomExceptionHandler(mistake -> {})
                .setInterpretErrorHandler(new DoNothingCSSInterpretErrorHandler());
        CascadingStyleSheet sheet = CSSReader.readFromStringReader(source, settings);
        return sheet != null && sheet.getRuleCount() == 1 && sheet.getStyleRuleCount() == 1
                ? Optional.of(sheet.getStyleRuleAtIndex(0))
                : Optional.empty();
    }
}
