package com.sourceforgery.tachikoma.compose;

import static com.sourceforgery.tachikoma.compose.ComposeFixture.addressee;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.compose;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.parse;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.plain;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.source;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.Struct;
import com.sourceforgery.tachikoma.grpc.frontend.Attachment;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.StaticBody;
import jakarta.mail.Multipart;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class NoLineBeginsWithADotTest {
    private static final String[] PIECES = {
        ".",
        ".",
        "..",
        ".\n",
        "\n.",
        "\n",
        "\r\n.",
        " ",
        "\t",
        "a",
        "word",
        "=",
        "From ",
        "ü",
        "漢字",
        "😀",
        "--",
        "x".repeat(74),
        "x".repeat(75),
        "x".repeat(76),
        ".".repeat(80),
        "\u0085",
        "<",
        "&",
        "\"",
        "\\"
    };

    @Test
    void dotsInTextAreEncodedWhereTheyBeginALine() throws Exception {
        String mail = source(compose(plain("dots", ".\n..\n.hidden\na.b\n")));

        assertTrue(mail.endsWith("\r\n\r\n=2E\r\n=2E.\r\n=2Ehidden\r\na.b\r\n"), mail);
    }

    @Test
    void dotsThatFoldingBringsToTheBeginningAreEncodedToo() throws Exception {
        for (int width = 60; width < 90; width++) {
            assertNoDot(compose(plain("dots", "x".repeat(width) + ".".repeat(200) + "\nü")));
        }
    }

    @Test
    void noContentOfAnyKindBringsADotToTheBeginningOfALine() throws Exception {
        Random random = new Random(42);
        for (int round = 0; round < 500; round++) {
            String html = "<p>" + text(random);
            OutgoingEmail.Builder request = plain(text(random), text(random));
            request.getStaticBuilder().setHtmlBody(html);
            request.getFromBuilder().setName(text(random));
            request.putHeaders("X-Any", text(random));
            request.addAttachments(attachment(random, "text/plain"));
            request.addAttachments(attachment(random, "message/rfc822"));

            byte[] mail = compose(request, addressee("jane@example.org", text(random), Struct.getDefaultInstance()))
                    .body();

            assertNoDot(mail);
            Multipart texts = (Multipart)
                    ((Multipart) parse(mail).getContent()).getBodyPart(0).getContent();
            assertEquals(EncodedBody.canonical(html), texts.getBodyPart(1).getContent());
        }
    }

    @Test
    void plainTextMadeFromHtmlNeitherBeginsALineWithADot() throws Exception {
        Random random = new Random(43);
        for (int round = 0; round < 500; round++) {
            OutgoingEmail.Builder request = plain("", "");
            request.setStatic(StaticBody.newBuilder().setHtmlBody("<ul><li>." + text(random) + "<br>." + text(random)));
            assertNoDot(compose(request));
        }
    }

    private static Attachment attachment(Random random, String type) {
        return Attachment.newBuilder()
                .setContentType(type)
                .setFileName(text(random))
                .setData(ByteString.copyFromUtf8(text(random)))
                .build();
    }

    private static String text(Random random) {
        return random.ints(random.nextInt(40), 0, PIECES.length)
                .mapToObj(piece -> PIECES[piece])
                .collect(Collectors.joining());
    }

    private static void assertNoDot(byte[] mail) {
        String source = source(mail);
        assertFalse(source.startsWith("."));
        assertFalse(source.contains("\n."), source);
        assertFalse(source.contains("\r."), source);
        assertEquals(source.replace("\r\n", ""), source.replaceAll("[\r\n]", ""), "only whole line ends");
        assertTrue(source.endsWith("\r\n"));
        assertTrue(source.chars().allMatch(c -> c < 128));
        assertTrue(source.lines().allMatch(line -> line.length() <= 998));
    }
}
