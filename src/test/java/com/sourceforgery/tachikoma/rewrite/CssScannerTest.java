package com.sourceforgery.tachikoma.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CssScannerTest {
    private static List<String> rules(String css) {
        return new CssScanner(css)
                .rules(0, css.length()).stream()
                        .map(rule -> css.substring(rule.start(), rule.end()))
                        .toList();
    }

    private static List<String> parts(String css) {
        return new CssScanner(css)
                .parts(0, css.length(), ';').stream()
                        .map(span -> css.substring(span.start(), span.end()))
                        .toList();
    }

    /** Each is one rule. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a{}",
                "a{content:\"}\"}",
                "a{content:'\\'}'}",
                "a{/* } */}",
                "a{background:url(})}",
                "a{background:URL( a\\)} )}",
                "a{background:url( '}' )}",
                "a{b:{c:d}}",
                "a[title='{']{x:y}",
                "@media x{a{}b{}}",
                "@import url(a;b);",
                "@import 'a;b';",
                "a{content:\"unclosed\n}",
                "a{b:(c}d)}",
                "a\\{b{}",
                "a{",
                "a{\"",
                "a{/*",
                "a{url(",
                "a",
                "@x",
                "} a{}",
                "a{\\"
            })
    void aRuleEndsWhereABrowserEndsIt(String rule) {
        assertEquals(List.of(rule), rules(rule));
        assertEquals(List.of("x{}", rule), rules(" <!-- \n/* a{} */x{}--> " + rule));
    }

    @Test
    void rulesFollowEachOther() {
        assertEquals(List.of("a{b:c}", "@d e;", "f{}", "g{"), rules("a{b:c} @d e;f{}\n/**/ g{"));
    }

    @Test
    void semicolonsInStringsBracketsAndCommentsSeparateNothing() {
        assertEquals(
                List.of("a:';'", "b:url(;)", "", "c:(;[;{;}])", "d:/*;*/e", "f"),
                parts(" a:';' ;b:url(;);;c:(;[;{;}]); d:/*;*/e;\nf"));
    }

    @Test
    void plainTextHasNeitherCommentsNorLineBreaks() {
        assertEquals("a: b 'c /* d */  e' f", CssScanner.plain("  a:/* x */b\n\t 'c /* d */  e' /**/ f\r\n"));
    }
}
