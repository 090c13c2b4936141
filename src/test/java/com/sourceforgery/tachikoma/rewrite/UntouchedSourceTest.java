package com.sourceforgery.tachikoma.rewrite;

import static com.sourceforgery.tachikoma.rewrite.RewriteFixture.html;
import static com.sourceforgery.tachikoma.rewrite.RewriteFixture.readable;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Everything but links and pixel comes out as it went in. */
class UntouchedSourceTest {
    private static final String LINK = "{click https://x.example/ö?a=1}";

    /** Tags, text and markup of all kinds; {@code LINK} stands where a link is a link whatever surrounds it. */
    private static final String[] PIECES = {
        "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\" \"x\">",
        "<html xmlns=\"x\" xmlns:v='y'>",
        "<BODY bgcolor=white>",
        "<table  width=100% >",
        "<tr><td\nclass='a\"b'>",
        "</td></tr>",
        "</table>",
        "<p>",
        "</p>",
        "<b><i></b>",
        "<br/>",
        "&nbsp;&amp;&copy&#8364;&bogus; & < ",
        "\r\n",
        "\n\n",
        "\r",
        "\t",
        "\0",
        "\uD83D\uDE00",
        "räksmörgås \u202Eabc",
        "<!--[if mso]><table><tr><td width=600><![endif]-->",
        "<!--[if !mso]><!-->",
        "<!--<![endif]-->",
        "<![endif]>",
        "<!-- -- -->",
        "<style>p > a {color:red}</style>",
        "<o:p></o:p>",
        "<img src=https://x.example/a.png>",
        "<a href='" + LINK + "'>",
        "<a\r\nid=1 HREF=\"" + LINK + "\" href=2 style>",
        "<a href=" + LINK + " >",
        "</a>",
        "<svg><a href=\"" + LINK + "\"/></svg>",
        "<image src=x>",
        "<frame>",
        "<form><input value='>'></form>",
        "<noscript><p></noscript>"
    };

    @Test
    void whateverTheHtmlIsOnlyLinksAreReplacedAndOnePixelIsAdded() {
        for (int seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            StringBuilder expected = new StringBuilder();
            int pieces = random.nextInt(40);
            for (int i = 0; i < pieces; i++) {
                expected.append(PIECES[random.nextInt(PIECES.length)]);
            }
            String source = expected.toString().replace(LINK, "https://x.example/ö?a=1");

            String rewritten = readable(html(source));

            int pixel = rewritten.indexOf("{pixel}");
            assertEquals(pixel, rewritten.lastIndexOf("{pixel}"), "seed " + seed);
            assertEquals(
                    expected.toString(),
                    rewritten.substring(0, pixel) + rewritten.substring(pixel + "{pixel}".length()),
                    "seed " + seed);
        }
    }
}
