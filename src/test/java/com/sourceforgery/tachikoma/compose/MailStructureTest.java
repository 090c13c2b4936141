package com.sourceforgery.tachikoma.compose;

import static com.sourceforgery.tachikoma.compose.ComposeFixture.compose;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.html;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.parse;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.plain;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.source;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.sourceforgery.tachikoma.grpc.frontend.Attachment;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.RelatedAttachment;
import jakarta.mail.BodyPart;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimePart;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MailStructureTest {
    private static final byte[] PICTURE = {(byte) 0x89, 'P', 'N', 'G', 0, 1, 2, 3};

    @Test
    void aPlainMailIsOnePart() throws Exception {
        byte[] mail = compose(plain("Hello", "Hello, Jane!\n"));

        MimeMessage parsed = parse(mail);
        assertTrue(parsed.isMimeType("text/plain"));
        assertEquals("Hello, Jane!\r\n", parsed.getContent());
        assertEquals("7bit", parsed.getEncoding());
        assertTrue(source(mail).endsWith("\r\n"));
    }

    @Test
    void anHtmlMailCarriesPlainTextBeforeIt() throws Exception {
        MimeMessage parsed = parse(compose(html("<p>Hello, <b>Jane</b>!</p>")));

        assertTrue(parsed.isMimeType("multipart/alternative"));
        assertEquals("Hello, Jane!", part(parsed, 0).getContent().toString().strip());
        assertEquals("<p>Hello, <b>Jane</b>!</p>", part(parsed, 1).getContent());
    }

    @Test
    void attachmentsAndPicturesWrapTheTexts() throws Exception {
        MimeMessage parsed = parse(compose(withPicture(withInvoice(html("<img src='cid:logo@shop'>")))));

        assertTrue(parsed.isMimeType("multipart/mixed"));
        BodyPart related = part(parsed, 0);
        assertTrue(related.isMimeType("multipart/related"));
        assertTrue(related.getContentType().contains("type=\"multipart/alternative\""));
        assertTrue(part(related, 0).isMimeType("multipart/alternative"));
        assertEquals("<logo@shop>", ((MimePart) part(related, 1)).getContentID());
        assertEquals("inline", part(related, 1).getDisposition());
        assertArrayEquals(PICTURE, part(related, 1).getInputStream().readAllBytes());
        BodyPart invoice = part(parsed, 1);
        assertEquals("attachment", invoice.getDisposition());
        assertEquals("invoice.pdf", invoice.getFileName());
        assertTrue(invoice.isMimeType("application/pdf"));
        assertEquals(2, ((Multipart) parsed.getContent()).getCount());
    }

    @Test
    void anAttachmentOf25MegabytesArrivesAsItWas() throws Exception {
        byte[] data = new byte[25 * 1024 * 1024];
        new Random(1).nextBytes(data);
        OutgoingEmail.Builder request = plain("Large", "See attachment.");
        request.addAttachments(Attachment.newBuilder().setData(ByteString.copyFrom(data)));

        MimeMessage parsed = parse(compose(request));

        assertArrayEquals(data, part(parsed, 1).getInputStream().readAllBytes());
        assertTrue(part(parsed, 1).isMimeType("application/octet-stream"));
    }

    @Test
    void anEmptyAttachmentIsAPartOfNothing() throws Exception {
        OutgoingEmail.Builder request = plain("Empty", "See attachment.");
        request.addAttachments(Attachment.newBuilder().setFileName("empty.txt").setContentType("text/plain"));

        BodyPart part = part(parse(compose(request)), 1);

        assertEquals("empty.txt", part.getFileName());
        assertEquals(0, part.getInputStream().readAllBytes().length);
    }

    private static OutgoingEmail.Builder withInvoice(OutgoingEmail.Builder request) {
        return request.addAttachments(Attachment.newBuilder()
                .setData(ByteString.copyFromUtf8("%PDF"))
                .setContentType("application/pdf")
                .setFileName("invoice.pdf"));
    }

    private static OutgoingEmail.Builder withPicture(OutgoingEmail.Builder request) {
        return request.addRelatedAttachments(RelatedAttachment.newBuilder()
                .setData(ByteString.copyFrom(PICTURE))
                .setContentType("image/png")
                .setContentId("logo@shop"));
    }

    private static BodyPart part(jakarta.mail.Part parent, int index)
            throws IOException, jakarta.mail.MessagingException {
        return ((Multipart) parent.getContent()).getBodyPart(index);
    }
}
