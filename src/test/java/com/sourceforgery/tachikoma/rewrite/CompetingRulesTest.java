package com.sourceforgery.tachikoma.rewrite;

import static com.sourceforgery.tachikoma.rewrite.RewriteFixture.inlined;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A declaration moves only if it still wins, and still loses, against all that stays. */
class CompetingRulesTest {
    private static final String HTML = "<p class=x id=y>a</p>";

    /** @return the sheet that is left, and the element's style */
    private static String move(String css) {
        String result = inlined("<!DOCTYPE html><style>" + css + "</style><body>" + HTML);
        return result.substring("<!DOCTYPE html><style>".length(), result.indexOf("</style>")) + " | "
                + (result.contains("style=\"") ? result.replaceAll("(?s).* style=\"([^\"]*)\".*", "$1") : "");
    }

    private static String media(String rules) {
        return "@media (max-width:9px){" + rules + "}";
    }

    @Test
    void whatARuleForSmallScreensOverridesStays() {
        assertEquals(
                "p{font-size:20px}" + media("p{font-size:10px}") + " | color:red",
                move("p{font-size:20px;color:red}" + media("p{font-size:10px}")));
    }

    @Test
    void whatAnImportantRuleOverridesMoves() {
        assertEquals(
                media("p{font-size:10px!important}") + " | font-size:20px",
                move("p{font-size:20px}" + media("p{font-size:10px!important}")));
    }

    @Test
    void anImportantDeclarationStaysForAnImportantRuleOnly() {
        assertEquals(
                "p{top:1px!important}" + media("p{top:2px!important}") + " | ",
                move("p{top:1px!important}" + media("p{top:2px!important}")));
        assertEquals(media("p{top:2px}") + " | top:1px!important", move("p{top:1px!important}" + media("p{top:2px}")));
    }

    @Test
    void aRuleThatLosesAnywayIsNoReasonToStay() {
        assertEquals(media("p{top:2px}") + " | top:1px", move(media("p{top:2px}") + "p{top:1px}"));
        assertEquals(media("p{top:2px}") + " | top:1px", move(".x{top:1px}" + media("p{top:2px}")));
        assertEquals(media(".z{top:2px}") + " | top:1px", move("p{top:1px}" + media(".z{top:2px}")));
    }

    /** The media rule wins over .x alone, but over p as well where .x is not understood. */
    @Test
    void whatStaysKeepsWhatIsUnderIt() {
        String css = "p{margin-top:1px}p{margin:1px}.x{margin:2px}" + media("p.x{margin-left:3px}");
        assertEquals(css + " | color:red", move("p{color:red}" + css));
    }

    @Test
    void theSameDeclarationUnderAnotherSelectorIsNoRival() {
        assertEquals("p:hover{top:1px} | top:1px", move("p,p:hover{top:1px}"));
        assertEquals("p,p:hover{top:1px}.x{top:2px} | ", move("p,p:hover{top:1px}.x{top:2px}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "margin:1px         | margin-top:2px",
                "margin-top:1px     | margin:2px",
                "margin-left:1px    | margin-inline-start:2px",
                "margin-inline:1px  | margin-right:2px",
                "border:1px solid   | border-color:red",
                "border-top:1px     | border-width:2px",
                "border-left-color:red | border:0",
                "border-inline-width:1px | border-left:0",
                "border-radius:1px  | border-top-left-radius:2px",
                "border-radius:1px  | -webkit-border-radius:2px",
                "background:red     | background-color:blue",
                "font:12px serif    | line-height:2",
                "font-size:1px      | font:12px serif",
                "width:1px          | inline-size:2px",
                "min-height:1px     | min-block-size:2px",
                "top:1px            | inset:0",
                "gap:1px            | row-gap:2px",
                "grid-gap:1px       | column-gap:2px",
                "word-wrap:normal   | overflow-wrap:anywhere",
                "flex-flow:row      | flex-wrap:wrap",
                "place-items:center | align-items:start",
                "text-decoration:none | text-decoration-color:red",
                "list-style:none    | list-style-type:square",
                "page-break-after:auto | break-after:page",
                "color:red          | all:unset"
            })
    void shorthandsLonghandsAndOtherNamesCompete(String moving, String staying) {
        String css = "p{" + moving + "}" + media("p{" + staying + "}");
        assertEquals(css + " | ", move(css));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "margin:1px      | padding-top:2px",
                "border-top:1px  | border-bottom:2px",
                "border-top-color:red | border-top-width:1px",
                "font-family:x   | font-size:2px",
                "color:red       | background-color:red",
                "width:1px       | max-width:2px",
                "color:red       | --color:blue"
            })
    void otherPropertiesDoNot(String moving, String staying) {
        assertEquals(
                media("p{" + staying + "}") + " | " + moving, move("p{" + moving + "}" + media("p{" + staying + "}")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "p:hover{top:2px}",
                "p:first-child{top:2px}",
                ":is(p,div){top:2px}",
                "p:not(.z){top:2px}",
                "p[style*=x]{top:2px}",
                "p[title=X i]{top:2px}",
                "*|p{top:2px}",
                "@supports (a:b){p{top:2px}}",
                "@media print{@media screen{p{top:2px}}}",
                "@layer a{p{top:2px}}",
                "@container (width>1px){p{top:2px}}",
                "@layer a{*{top:2px}}",
                "p{&:hover{color:red}}",
                "p{top:2px"
            })
    void everyRuleThatMightApplyCompetes(String staying) {
        String css = "p{top:1px}" + staying;
        assertEquals("p{top:1px}", move(css).substring(0, 10), move(css));
    }

    @Test
    void rulesForOutlookAloneCompete() {
        String source = "<!DOCTYPE html><style>p{font-family:Web}</style>"
                + "<!--[if mso]><style>p{font-family:Arial}</style><![endif]--><p>a</p>";
        assertEquals(source, inlined(source));
    }

    @Test
    void aRuleOfAnotherElementMovesWhereItDoesNotCompete() {
        assertEquals(
                "<!DOCTYPE html><style>p{top:1px}@media print{.x{top:2px}}</style><p style=\"top:1px\">a<p class=x>b",
                inlined("<!DOCTYPE html><style>p{top:1px}@media print{.x{top:2px}}</style><p>a<p class=x>b"));
    }

    @Test
    void aTagStaysWhenASelectorWouldSeeItsNewAttribute() {
        String source = "<!DOCTYPE html><style>p{color:red}[style*=red] b{top:0}</style><p>a";
        assertEquals(source, inlined(source));
        assertEquals(
                "<!DOCTYPE html><style>[style*=blue] b{top:0}</style><p style=\"color:red\">a",
                inlined("<!DOCTYPE html><style>p{color:red}[style*=blue] b{top:0}</style><p>a"));
    }
}
