package com.sourceforgery.tachikoma.compose;

import static com.sourceforgery.tachikoma.compose.ComposeFixture.compose;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.html;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.parse;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.plain;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.source;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.mail.internet.MimeMessage;
import org.junit.jupiter.api.Test;

class BodyEncodingTest {
    @Test
    void shortAsciiLinesAreSentAsTheyAre() throws Exception {
        assertEncoding("7bit", "Hello, Jane!\n\nSee you = soon.\n");
        assertEncoding("7bit", "x".repeat(990) + "\n");
        assertEncoding("7bit", "");
    }

    @Test
    void textWithSomeOtherLettersIsQuotedPrintable() throws Exception {
        assertEncoding("quoted-printable", "Grüße aus Göteborg, von Deiner Åsa\n");
        assertEncoding("quoted-printable", "One 😀 among many words of plain English.\n");
    }

    @Test
    void textOfOtherLettersIsBase64() throws Exception {
        assertEncoding("base64", "ご注文ありがとうございます。\n商品の発送が完了しました。\n");
        assertEncoding("base64", "😀".repeat(5000) + "\n");
    }

    @Test
    void linesAndWordsOfAnyLengthAreFolded() throws Exception {
        assertEncoding("quoted-printable", "long line ".repeat(10_000) + "\n");
        assertEncoding("quoted-printable", "x".repeat(100_000) + "\n");
        assertEncoding("quoted-printable", "https://example.com/?" + "a=b&".repeat(5000) + "\n");
    }

    @Test
    void whatRelaysOrMailboxesTamperWithIsEncoded() throws Exception {
        assertEncoding("quoted-printable", "-- \nJane\n");
        assertEncoding("quoted-printable", "tab\t\n");
        assertEncoding("quoted-printable", "Look:\nFrom here on\n");
        assertEncoding("quoted-printable", "ends in a blank ");
        assertEncoding("quoted-printable", "\u0007bell\u007f\n");
    }

    @Test
    void lineEndsOfAllSystemsBecomeThoseOfMail() throws Exception {
        assertEquals(
                "a\r\nb\r\nc\r\n\r\nd\r\n",
                parse(compose(plain("", "a\nb\rc\r\n\r\nd\n"))).getContent());
    }

    @Test
    void nulIsDropped() throws Exception {
        assertEquals("ab\r\n", parse(compose(plain("", "a\0b\n"))).getContent());
    }

    @Test
    void aPlainMailEndsInALineEndHoweverItIsEncoded() throws Exception {
        for (String text : new String[] {"", "a", "ü and more plain letters", "üüü", "a\n"}) {
            assertTrue(source(compose(plain("", text))).endsWith("\r\n"), text);
        }
    }

    @Test
    void textsOfAnHtmlMailEndAsTheyWereWritten() throws Exception {
        String source = source(compose(html("<p>Hi</p>")));

        assertTrue(source.contains("\r\n\r\n<p>Hi</p>\r\n--=_alternative_"));
    }

    private static void assertEncoding(String encoding, String text) throws Exception {
        byte[] mail = compose(plain("Hello", text));

        MimeMessage parsed = parse(mail);
        String read = parsed.getContent().toString();
        String expected = text.replace("\n", "\r\n");
        assertEquals(
                expected.endsWith("\n") ? expected : expected + "\r\n", read.endsWith("\n") ? read : read + "\r\n");
        assertEquals(encoding, parsed.getEncoding());
        assertEquals("text/plain; charset=utf-8", parsed.getContentType());
        String source = source(mail);
        String body = source.substring(source.indexOf("\r\n\r\n") + 4);
        int longest = encoding.equals("7bit") ? 998 : 76;
        assertTrue(body.lines().allMatch(line -> line.length() <= longest));
        assertTrue(source.chars().allMatch(c -> c < 128));
        assertEquals(source.replace("\r\n", ""), source.replaceAll("[\r\n]", ""));
    }
}
