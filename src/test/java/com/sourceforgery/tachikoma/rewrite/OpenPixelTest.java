package com.sourceforgery.tachikoma.rewrite;

import static com.sourceforgery.tachikoma.rewrite.RewriteFixture.BASE;
import static com.sourceforgery.tachikoma.rewrite.RewriteFixture.click;
import static com.sourceforgery.tachikoma.rewrite.RewriteFixture.html;
import static com.sourceforgery.tachikoma.rewrite.RewriteFixture.readable;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.compose.ComposeFixture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenPixelTest {
    private static final String PIXEL = "{pixel}";

    @Test
    void thePixelNamesTheMailAndNoTarget() {
        Matcher pixel = Pattern.compile(
                        "<img src=\"" + Pattern.quote(BASE) + "t/([A-Za-z0-9_-]+)\" width=\"1\" height=\"1\"")
                .matcher(html("<p>x"));

        assertTrue(pixel.find());
        assertEquals(4711, click(pixel.group(1)).getEmailId().getId());
        assertEquals("", click(pixel.group(1)).getRedirectUrl());
    }

    /** The pixel is where {@code {pixel}} is. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html><body><p>x</p>{pixel}</body></html>\r\n",
                "<HTML><BODY><P>x{pixel}</BODY ></HTML>",
                "<p>x{pixel}",
                "x\n{pixel}",
                "{pixel}",
                "<body>x</body><p>after</p>{pixel}</body>",
                "<body>x{pixel}</body><p>after</p>\n",
                "<body>x{pixel}</body><!-- </body> --></html>",
                "<body>x{pixel}</body><!--[if mso]></td></body><![endif]--></html>",
                "<body>x{pixel}</body><style></body></style>",
                "<body>x{pixel}</body><script>'</body>'</script>",
                "<body>x{pixel}</body><textarea></body></textarea>",
                "<body>x{pixel}</body><p title='</body>'>y</p>",
                "<body>x</bodyguard>{pixel}",
                "<p>x{pixel}<!-- never closed </body>",
                "<p>x{pixel}<textarea>never closed</body>",
                "<p>x{pixel}<style>never closed</body>",
                "<p>x{pixel}<a href='never closed</body>",
                "<p>x{pixel}<select><option>never closed</body>",
                "<table><tr><td>x{pixel}</body>",
                "<body><p>x</p></div></center>{pixel}"
            })
    void thePixelClosesTheBody(String expected) {
        assertEquals(expected, readable(html(expected.replace(PIXEL, ""))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<body>x</body>",
                "<p>x<!-- </body> --",
                "<table><tr><td>x",
                "<title>x",
                "<noscript><p>x",
                "<svg><g>",
                "<a href=\"",
                "<p><!DOCTYPE x",
                "<![CDATA[ x",
                "<body>x<template><p>",
                "<math><mi>x</body>"
            })
    void itIsAPictureInTheBodyWhateverIsLeftOpen(String source) {
        Element pixel = Jsoup.parse(html(source)).body().selectFirst("img[width=1]");
        assertTrue(pixel != null && pixel.closest("title,noscript,template,textarea,select") == null, html(source));
    }

    @Test
    void anEndOfManyEndTagsIsAnEnd() {
        String source = "<p>x" + "</i>".repeat(100_000) + "\n";
        assertEquals(source + PIXEL, readable(html(source)));
    }

    @Test
    void aMailWithoutHtmlHasNoPixel() {
        assertEquals("x", RewriteFixture.plainText("x", ComposeFixture.plain("", "x")));
    }
}
