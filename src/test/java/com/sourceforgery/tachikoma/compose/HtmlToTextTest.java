package com.sourceforgery.tachikoma.compose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class HtmlToTextTest {
    @Test
    void paragraphsAreSeparatedByAnEmptyLine() {
        assertText("Dear Jane,\n\nthank you.\n", "<p>Dear\n   Jane,</p>\n\n<p>thank&nbsp;you.</p>");
    }

    @Test
    void lineBreaksAreKept() {
        assertText("Kind regards,\nthe shop\n\nP.S.\n", "Kind regards,<br>the shop<br><br><br>P.S.<br>");
    }

    @Test
    void aLinkShowsItsAddressAfterItsText() {
        assertText(
                "See your order (https://shop.example/1).\n", "See <a href='https://shop.example/1'>your order</a>.");
    }

    @Test
    void aLinkWhoseTextIsItsAddressShowsItOnce() {
        assertText(
                "https://shop.example/ or help@shop.example or +46 1\n",
                "<a href='https://shop.example/'>https://shop.example/</a> or "
                        + "<a href='mailto:help@shop.example'>help@shop.example</a> or <a href='tel:+46 1'>+46 1</a>");
    }

    @Test
    void linksWithinThePageAndScriptsShowTheirTextOnly() {
        assertText("Top and more\n", "<a href='#top'>Top</a> and <a href='javascript:go()'>more</a>");
    }

    @Test
    void anUnsubscribeMarkIsKeptForTheRewriter() {
        assertText("Unsubscribe (*|UNSUB|*)\n", "<a href='*|UNSUB|*'>Unsubscribe</a>");
    }

    @Test
    void aLinkAroundAPictureShowsWhatThePictureSays() {
        assertText("Shop (https://shop.example)\n", "<a href='https://shop.example'><img src='cid:1' alt='Shop'></a>");
        assertText("https://shop.example\n", "<a href='https://shop.example'><img src='cid:1'></a>");
    }

    @Test
    void headingsAreUnderlined() {
        assertText(
                "Order\n=====\n\nItems\n-----\n\nTotal\n\n1 €\n",
                "<h1>Order</h1><h2>Items</h2><h3>Total</h3><p>1 &euro;</p>");
    }

    @Test
    void listsHaveBulletsOrNumbersAndNest() {
        assertText(
                """
                You get:

                - bread
                - fruit
                  1. apples
                  2. pears
                     of two
                     kinds
                - milk

                Enjoy
                """,
                "You get:<ul><li>bread</li><li>fruit<ol><li>apples<li>pears<br>of two<br>kinds</ol></li>"
                        + "<li>milk</li></ul>Enjoy");
    }

    @Test
    void aNumberedListBeginsWhereItSays() {
        assertText("3. three\n4. four\n", "<ol start=3><li>three<li>four</ol>");
        assertText("1. one\n", "<ol start=x><li>one</ol>");
    }

    @Test
    void rowsOfATableAreLines() {
        assertText(
                "Item | Price\nBread | 2 €\n",
                "<table><tr><th>Item</th><th>Price</th></tr> <tr><td>Bread</td> <td>2 €</td></tr></table>");
    }

    @Test
    void tablesForLayoutAreRead() {
        assertText(
                "Left\n\nRight\n\nA | B\n",
                "<table><tr><td><p>Left</p></td><td><p>Right</p>"
                        + "<table><tr><td>A</td><td>B</td></tr></table></td></tr></table>");
    }

    @Test
    void quotesAreMarkedOnEachLine() {
        assertText(
                "You wrote:\n\n> First\n>\n> Second\n>\n> > Older\n\nYes.\n",
                "You wrote:<blockquote><p>First</p><p>Second</p><blockquote>Older</blockquote></blockquote>Yes.");
    }

    @Test
    void preformattedTextKeepsItsLayout() {
        assertText("Code:\n\n  if (x)\n\n    y();\n", "Code:<pre>  if (x)\n\n    y();\n</pre>");
    }

    @Test
    void whatIsNotSeenIsNotRead() {
        assertText(
                "Hello\n",
                "<html><head><title>T</title><style>p{}</style></head><body><div style='display: none'>Preview</div>"
                        + "<p hidden>no</p><script>alert(1)</script>Hello<!-- comment --><img src=x></body></html>");
    }

    @Test
    void entitiesAreCharacters() {
        assertText("<b> & \u00a9 \ud83d\ude00 é\n", "&lt;b&gt; &amp; &copy; &#x1F600; &eacute;");
    }

    @Test
    void rulesAreLines() {
        assertText("a\n\n" + "-".repeat(40) + "\n\nb\n", "a<hr>b");
    }

    @Test
    void definitionsAreIndented() {
        assertText("Term\n  What it means\n", "<dl><dt>Term<dd>What it means</dl>");
    }

    @Test
    void softHyphensAndZeroWidthBlanksAreDropped() {
        assertText("Donaudampf\n", "Donau&shy;dampf&#8203;");
    }

    @Test
    void nothingIsNothing() {
        assertText("", "<div> <p></p> </div>");
    }

    @Test
    void brokenAndVeryDeepHtmlIsRead() {
        assertText("a b c\n", "<b>a <i>b</b> c</table></li>");
        assertTrue(HtmlToText.convert("<div>".repeat(100_000) + "deep").contains("deep"));
    }

    private static void assertText(String expected, String html) {
        assertEquals(expected, HtmlToText.convert(html));
    }
}
