package com.sourceforgery.tachikoma.compose;

import static com.sourceforgery.tachikoma.compose.ComposeFixture.compose;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.parse;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.plain;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.source;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.sourceforgery.tachikoma.grpc.frontend.Attachment;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import jakarta.mail.BodyPart;
import jakarta.mail.Multipart;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeUtility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttachmentNamesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "invoice.pdf",
                "my invoice (final) \"v2\"; 100%.pdf",
                "Räkning för mars.pdf",
                "請求書.pdf",
                "=?UTF-8?Q?a?=.pdf",
                "..\\..\\a'b*c.pdf",
                "a very long file name with more than enough words in it to need more than one line of a header.pdf",
                "ein sehr langer Dateiname für eine Übersicht über alle Käufe, Rückgaben und Gutschriften im März.pdf",
            })
    void aFileNameIsReadByNewAndOldClients(String name) throws Exception {
        byte[] mail = compose(withAttachment("application/pdf", name, "data"));

        BodyPart part = ((Multipart) parse(mail).getContent()).getBodyPart(1);
        assertEquals(name, part.getFileName(), "RFC 2231");
        String old = new ContentType(part.getContentType()).getParameter("name");
        assertEquals(name, MimeUtility.decodeText(MimeUtility.unfold(old)), "as old clients read it");
        assertTrue(source(mail).chars().allMatch(c -> c < 128));
        assertTrue(source(mail)
                .lines()
                .dropWhile(line -> !line.startsWith("Content-Type: application/pdf"))
                .allMatch(line -> line.length() <= 76));
    }

    @Test
    void anAttachmentWithoutNameGetsNone() throws Exception {
        BodyPart part = part("text/csv", "", "a;b");

        assertNull(part.getFileName());
        assertEquals("attachment", part.getDisposition());
    }

    @Test
    void parametersOfTheContentTypeAreKeptButForTheName() throws Exception {
        BodyPart part = part("text/calendar; method=REQUEST; charset=\"utf-8\"; name=other.ics", "invite.ics", "x");

        ContentType type = new ContentType(part.getContentType());
        assertEquals("text/calendar", type.getBaseType());
        assertEquals("REQUEST", type.getParameter("method"));
        assertEquals("utf-8", type.getParameter("charset"));
        assertEquals("invite.ics", type.getParameter("name"));
    }

    @Test
    void anAttachmentWithoutTypeIsOfUnknownType() throws Exception {
        assertTrue(part("", "a.bin", "x").isMimeType("application/octet-stream"));
    }

    @Test
    void aMessageIsNeverBase64() throws Exception {
        String forwarded = "Subject: Hi\n\nHello\n";

        BodyPart part = part("message/rfc822", "mail.eml", forwarded);

        assertTrue(part.isMimeType("message/rfc822"));
        assertFalse(source(compose(withAttachment("message/rfc822", "mail.eml", forwarded)))
                .contains("base64"));
        assertTrue(part("message/rfc822", "mail.eml", "Subject: ü\n\n.").isMimeType("application/octet-stream"));
        assertTrue(part("message/delivery-status", "", "x").isMimeType("application/octet-stream"));
    }

    private static BodyPart part(String type, String name, String data) throws Exception {
        return ((Multipart) parse(compose(withAttachment(type, name, data))).getContent()).getBodyPart(1);
    }

    private static OutgoingEmail.Builder withAttachment(String type, String name, String data) {
        return plain("Hello", "text")
                .addAttachments(Attachment.newBuilder()
                        .setContentType(type)
                        .setFileName(name)
                        .setData(ByteString.copyFromUtf8(data)));
    }
}
