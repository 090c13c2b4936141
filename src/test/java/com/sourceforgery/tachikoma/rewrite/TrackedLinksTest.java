package com.sourceforgery.tachikoma.rewrite;

import static com.sourceforgery.tachikoma.rewrite.RewriteFixture.BASE;
import static com.sourceforgery.tachikoma.rewrite.RewriteFixture.click;
import static com.sourceforgery.tachikoma.rewrite.RewriteFixture.html;
import static com.sourceforgery.tachikoma.rewrite.RewriteFixture.links;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.compose.ComposeFixture;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrackedLinksTest {
    @Test
    void linksOfAnchorsAndAreasLeadThroughTheServer() {
        assertEquals(
                "<p><a class=x href=\"{click https://shop.example/}\">Shop</a>"
                        + "<map name=m><area href='{click http://shop.example/a}'></map>",
                links("<p><a class=x href=\"https://shop.example/\">Shop</a>"
                        + "<map name=m><area href='http://shop.example/a'></map>"));
    }

    @Test
    void aTokenNamesTheMailAndTheTarget() {
        Matcher link = Pattern.compile("href=\"" + Pattern.quote(BASE) + "c/([A-Za-z0-9_-]+)\"")
                .matcher(html("<a href=\"https://shop.example/\">x</a>"));

        assertTrue(link.find());
        assertEquals(4711, click(link.group(1)).getEmailId().getId());
        assertEquals("https://shop.example/", click(link.group(1)).getRedirectUrl());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mailto:me@example.com",
                "MAILTO:me@example.com?subject=https://x.example/",
                "tel:+46123",
                "sms:+46123",
                "cid:logo",
                "#top",
                "javascript:alert(1)",
                "data:text/html,x",
                "/relative",
                "relative.html",
                "//shop.example/",
                "https:shop.example",
                "httpss://shop.example/",
                "ftp://shop.example/",
                "",
                " ",
                "https://",
                "https://shop.example/\u0001x"
            })
    void whatIsNoWebAddressStays(String href) {
        String source = "<a href=\"" + href + "\">x</a>";
        assertEquals(source, links(source));
    }

    @Test
    void otherElementsAndAttributesStay() {
        String source = "<link href=\"https://x.example/a.css\"><base href='https://x.example/'>"
                + "<img src=\"https://x.example/a.png\" alt=\"https://x.example/\">"
                + "<form action=\"https://x.example/\"></form><a name=x data-href=\"https://x.example/\">"
                + "https://x.example/</a><svg><a xlink:href=\"https://x.example/\"></a></svg>";
        assertEquals(source, links(source));
    }

    @Test
    void quotesAndLettersOfTheTagStay() {
        assertEquals(
                "<A\tHREF = '{click HTTP://Shop.Example/A}'\nID=B >x</A ><a href={click https://x.example/a?b=c} b>y</a>",
                links("<A\tHREF = 'HTTP://Shop.Example/A'\nID=B >x</A ><a href=https://x.example/a?b=c b>y</a>"));
    }

    @Test
    void entitiesAreReadAsABrowserReadsThem() {
        assertEquals(
                "<a href=\"{click https://x.example/?a=1&b=2&c=\"3\"&copy=4&reg;=5}\">x</a>",
                links("<a href=\"https://x.example/?a=1&amp;b=2&#38;c=&quot;3&#x22;&copy=4&amp;reg;=5\">x</a>"));
    }

    @Test
    void theTargetKeepsItsCharactersAndItsEscapes() {
        String target = "https://räksmörgås.example/päth/%C3%A4%20+ b?q=\uD83D\uDE00&x=%2F|{}#frag/ment";
        assertEquals("<a href='{click " + target + "}'>x</a>", links("<a href='" + target + "'>x</a>"));
    }

    @Test
    void blanksAroundAnAddressAndLineBreaksInItAreNotPartOfIt() {
        assertEquals(
                "<a href=\"{click https://x.example/long/path}\">x</a>",
                links("<a href=\"\r\n  https://x.example/long\r\n/path\t \">x</a>"));
    }

    @Test
    void ofADuplicatedAttributeTheFirstCounts() {
        assertEquals(
                "<a href='{click https://first.example/}' href='https://second.example/'>x</a>",
                links("<a href='https://first.example/' href='https://second.example/'>x</a>"));
    }

    @Test
    void aLinkThatBrokenHtmlMakesTwoOfIsReplacedOnce() {
        assertEquals(
                "<a href='{click https://x.example/}'><p>one</a>two</p>",
                links("<a href='https://x.example/'><p>one</a>two</p>"));
    }

    @Test
    void whatOnlyLooksLikeALinkStays() {
        String source = "<!-- <a href='https://x.example/'> --><title><a href='https://x.example/'></title>"
                + "<style>a[href='https://x.example/'] {}</style><script>'<a href=\"https://x.example/\">'</script>"
                + "<p title=\"<a href='https://x.example/'>\">&lt;a href='https://x.example/'></p>"
                + "<textarea><a href='https://x.example/'></textarea><a href='https://x.example/";
        assertEquals(source, links(source));
    }

    @Test
    void aTargetOfMoreThanTwoThousandCharactersStays() {
        String longest = "https://x.example/" + "a".repeat(2000 - 18);
        assertEquals("<a href='{click " + longest + "}'>x</a>", links("<a href='" + longest + "'>x</a>"));
        assertEquals("<a href='" + longest + "a'>x</a>", links("<a href='" + longest + "a'>x</a>"));
    }

    @Test
    void linksOfOutlooksButtonsAreTrackedToo() {
        assertEquals(
                "<!--[if mso]><v:roundrect xmlns:v=\"urn:v\" href=\"{click https://x.example/?a&b}\" arcsize=\"8%\">"
                        + "<w:anchorlock/><center>Buy</center></v:roundrect><![endif]-->"
                        + "<!--[if !mso]><!--><a href='{click https://x.example/c}'>Buy</a><!--<![endif]-->"
                        + "<!--[if (gte mso 9)|(IE)]><td><a href=\"{click https://x.example/d}\">x</a></td><![endif]-->",
                links("<!--[if mso]><v:roundrect xmlns:v=\"urn:v\" href=\"https://x.example/?a&amp;b\" arcsize=\"8%\">"
                        + "<w:anchorlock/><center>Buy</center></v:roundrect><![endif]-->"
                        + "<!--[if !mso]><!--><a href='https://x.example/c'>Buy</a><!--<![endif]-->"
                        + "<!--[if (gte mso 9)|(IE)]><td><a href=\"https://x.example/d\">x</a></td><![endif]-->"));
    }

    @Test
    void htmlThatIsTooLargeToBeParsedKeepsItsLinks() {
        String rows = "<a href='https://x.example/'>x</a>".repeat(TrackedBodies.MOST_TAGS / 2 + 1);
        assertEquals(
                rows + "<a href='{unsubscribe https://x.example/?a&b}'>x</a>{pixel}",
                RewriteFixture.readable(html(rows + "<a href='*|UNSUB:https://x.example/?a&amp;b|*'>x</a>")));
    }

    @Test
    void aTrackingDomainReplacesTheHostOfTheLinks() {
        OutgoingEmail.Builder request = ComposeFixture.html("");
        request.getTrackingDataBuilder().setTrackingDomain("t.shop.example");

        String html = html("<a href=\"https://x.example/\">x</a>", request, ComposeFixture.JANE);

        assertTrue(html.startsWith("<a href=\"https://t.shop.example/c/"), html);
        assertTrue(html.contains("<img src=\"https://t.shop.example/t/"), html);
    }
}
