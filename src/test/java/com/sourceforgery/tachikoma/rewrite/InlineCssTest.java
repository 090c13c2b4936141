package com.sourceforgery.tachikoma.rewrite;

import static com.sourceforgery.tachikoma.rewrite.RewriteFixture.inlined;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InlineCssTest {
    private static final String DOCTYPE = "<!DOCTYPE html>";

    /** What becomes of a body's html under a style sheet, which is moved as a whole. */
    private static void assertMoves(String css, String html, String expected) {
        assertEquals(
                DOCTYPE + "<style></style><body>" + expected,
                inlined(DOCTYPE + "<style>" + css + "</style><body>" + html));
    }

    /** Nothing happens to a document of this style sheet. */
    private static void assertStays(String css, String html) {
        String source = DOCTYPE + "<style>" + css + "</style><body>" + html;
        assertEquals(source, inlined(source));
    }

    @Test
    void rulesMoveToTheElementsThatTheyMatch() {
        assertMoves(
                "p { color: red } .x { margin: 0 } #y{padding:1px}",
                "<p>a</p><p class=x id=y>b</p>",
                "<p style=\"color: red\">a</p><p style=\"color: red;margin: 0;padding:1px\" class=x id=y>b</p>");
    }

    @Test
    void withoutTheRequestNothingMoves() {
        String source = "<style>p{color:red}</style><p>a</p>";
        assertEquals(source, RewriteFixture.links(source));
    }

    @Test
    void theyStandInTheOrderOfTheCascade() {
        assertMoves(
                "#a{top:1px!important} p.b{top:2px} p{top:3px;left:var(--l);bottom:1px!important} .b{top:4px;left:inherit}",
                "<p id=a class=b>x</p>",
                "<p style=\"top:3px;left:var(--l);top:4px;left:inherit;top:2px;bottom:1px!important;top:1px!important\""
                        + " id=a class=b>x</p>");
    }

    @Test
    void aValueThatEveryProgramKnowsMakesEarlierOnesNeedless() {
        assertMoves(
                "p{margin:0;color:red;width:10px} p{margin:1px 2px;color:#fff;width:calc(1px + 2px)}",
                "<p>x</p>",
                "<p style=\"width:10px;margin:1px 2px;color:#fff;width:calc(1px + 2px)\">x</p>");
    }

    @Test
    void whatTheElementSaysItselfComesAfterAndGoesOnWinning() {
        assertMoves(
                "p{color:red;margin:0}", "<p style=\"color:blue\">x", "<p style=\"color:red;margin:0;color:blue\">x");
    }

    @Test
    void theAttributeKeepsItsQuotes() {
        assertMoves(
                "p{font-family:\"A B\",'C D'}",
                "<p style='top:0'>x<p STYLE=\"top:0\">x<p style=top:0>x<p style>x<p style=>x<p style=\"\">x<p style = ''>x",
                "<p style='font-family:\"A B\",\"C D\";top:0'>x<p STYLE=\"font-family:'A B','C D';top:0\">x"
                        + "<p style=\"font-family:'A B','C D';top:0\">x<p style=\"font-family:'A B','C D'\">x"
                        + "<p style=\"font-family:'A B','C D'\">x<p style=\"font-family:'A B','C D'\">x"
                        + "<p style=\"font-family:'A B','C D'\">x");
    }

    @Test
    void aStringThatNeedsItsQuotesIsWrittenWithEntities() {
        assertMoves(
                "p{content:\"it's\";background:url(a?b&amp=c)}",
                "<p>x<p style='top:0'>y",
                "<p style=\"content:&quot;it's&quot;;background:url(a?b&amp;amp=c)\">x"
                        + "<p style='content:\"it&#39;s\";background:url(a?b&amp;amp=c);top:0'>y");
    }

    @Test
    void commentsAndLineBreaksOfDeclarationsDoNotMove() {
        assertMoves(
                "p{\n  color:/* or green */\n red;\r\n  /* x */ margin : 0\n;}",
                "<p>x",
                "<p style=\"color: red;margin : 0\">x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@media (max-width:600px){p{color:red}}",
                "@media print{p{color:red}}",
                "@supports (display:grid){p{color:red}}",
                "@font-face{font-family:x;src:url(x)}",
                "@keyframes p{from{color:red}to{color:blue}}",
                "@page{margin:0}",
                "@import url(p.css);",
                "@layer x{p{color:red}}",
                "@unknown x{p{color:red}}",
                "p:hover{color:red}",
                "p:first-child{color:red}",
                "p:not(.y){color:red}",
                "p::before{content:'x'}",
                "p:before{content:'x'}",
                "p:nth-child(2n+1){color:red}",
                ":root{--x:1px}",
                "p{--x:1px}",
                "p{all:unset}",
                "*{color:red}",
                "#outlook a{padding:0}",
                ".nowhere{color:red}",
                "p{color:red",
                "p,{color:red}",
                ",p{color:red}",
                "p,,p{color:red}",
                "p{&:hover{color:red}}",
                "}p{color:red}",
                "p;q{color:red}",
                ""
            })
    void whatCannotMoveStaysAsItIs(String css) {
        assertStays(css, "<p class=x>a</p>");
    }

    @Test
    void aRuleOfSeveralSelectorsStaysForThoseThatCannotMove() {
        assertEquals(
                DOCTYPE + "<style>p:hover,.none{color:red;top:0}</style><p style=\"color:red;top:0\">x",
                inlined(DOCTYPE + "<style>p, p:hover, .none { color:red; top:0 }</style><p>x"));
    }

    @Test
    void declarationsThatCannotMoveStayAlone() {
        assertEquals(
                DOCTYPE + "<style>p{--x:1}</style><p style=\"color:red\">x",
                inlined(DOCTYPE + "<style>p { color:red; --x:1; }</style><p>x"));
    }

    @Test
    void linesOfMovedRulesGoTheOtherLinesStay() {
        assertEquals(
                DOCTYPE + "<style>\r\n  /* kept */\r\n  p:hover { top: 0 }\r\n</style><p style=\"color:red\">x",
                inlined(DOCTYPE
                        + "<style>\r\n  /* kept */\r\n  p {color:red}  \r\n  p:hover { top: 0 }\r\n</style><p>x"));
    }

    @Test
    void elementsThatHaveNoTagKeepTheirRulesInTheSheet() {
        String source = DOCTYPE + "<style>body{color:red}tbody{top:0}</style><table><tr><td>x</table>";
        assertEquals(source, inlined(source));
    }

    @Test
    void theHeadGetsNoStyles() {
        String source = DOCTYPE + "<html><head><title class=x>t</title><style>.x{top:0}title{top:0}</style></head>";
        assertEquals(source, inlined(source));
    }

    @Test
    void onlySheetsThatAlwaysApplyAreMoved() {
        for (String attribute :
                new String[] {"media=print", "media='(max-width:1px)'", "type=text/x", "title=alternative"}) {
            String source = DOCTYPE + "<style " + attribute + ">p{color:red}</style><p>x";
            assertEquals(source, inlined(source));
        }
        for (String attribute : new String[] {"media=all", "media=''", "type='text/css'", "type=''"}) {
            assertEquals(
                    DOCTYPE + "<style " + attribute + "></style><p style=\"color:red\">x",
                    inlined(DOCTYPE + "<style " + attribute + ">p{color:red}</style><p>x"));
        }
    }

    @Test
    void sheetsInCommentsTemplatesAndDrawingsStay() {
        String source = DOCTYPE + "<!--[if mso]><style>p{color:red}</style><![endif]--><p>x</p>"
                + "<template><style>p{color:red}</style></template><svg><style>p{color:red}</style></svg>";
        assertEquals(source, inlined(source));
    }

    @Test
    void aTagThatBrokenHtmlMakesTwoDifferentElementsOfKeepsItsRulesInTheSheet() {
        String source = DOCTYPE + "<style>p > b{color:red}</style><b>x<p>y</b>z</p>";
        assertEquals(source, inlined(source));
        assertMoves("b{top:0}", "<b>x<p>y</b>z</p>", "<b style=\"top:0\">x<p>y</b>z</p>");
    }

    @Test
    void sheetsOfOldMailsInMarkupCommentsAreSheets() {
        assertEquals(
                DOCTYPE + "<style><!--\n--></style><p style=\"top:0\">x",
                inlined(DOCTYPE + "<style><!--\np{top:0}\n--></style><p>x"));
    }

    @Test
    void moreThanIsReasonableIsLeftAlone() {
        String source = DOCTYPE + "<style>" + "z x x x x x x x x x y{top:0}".repeat(50) + "</style>" + "<x>".repeat(400)
                + "<y>".repeat(100);
        assertEquals(source, inlined(source));
    }

    @Test
    void whatIsNestedWithoutEndIsLeftAlone() {
        for (String css : new String[] {
            "p{width:" + "(".repeat(50_000) + ")".repeat(50_000) + "}",
            ":not(".repeat(50_000) + ")".repeat(50_000) + "{top:0}",
            "p" + "+p".repeat(20_000) + "{top:0}",
            "@media x{".repeat(20_000),
            "p{".repeat(20_000),
            "p{top:0;".repeat(100_000)
        }) {
            assertStays(css, "<p>x".repeat(3_000));
        }
    }

    @Test
    void linksAndRulesChangeTheSameTag() {
        String source = DOCTYPE + "<style>a{color:red}a[href^=http]{top:0}</style><a href=\"https://x.example/\">x</a>";
        assertEquals(
                DOCTYPE + "<style></style><a style=\"color:red;top:0\" href=\"{click https://x.example/}\">x</a>",
                inlined(source));
    }

    @Test
    void rulesThatAskWhereALinkLeadsMoveInAnyCase() {
        assertEquals(
                DOCTYPE + "<style>a{color:red}</style><a style=\"top:0\" href=\"{click https://x.example/}\">x</a>",
                RewriteFixture.links(DOCTYPE + "<style>a{color:red}a[href*=\"x.example\"]{top:0}</style>"
                        + "<a href=\"https://x.example/\">x</a>"));
    }

    @Test
    void theSheetIsReadOncePerRequest() {
        SharedSheets sheets = new SharedSheets("<style>p{color:red}</style><p>{{name}}");
        CssSheet first = sheets.get("p{color:red}");
        assertTrue(first == sheets.get("p{color:red}"));
        assertTrue(sheets.get("p{color:blue}") != sheets.get("p{color:blue}"), "the recipient's own is not kept");
    }
}
