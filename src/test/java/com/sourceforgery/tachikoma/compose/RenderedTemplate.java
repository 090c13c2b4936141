package com.sourceforgery.tachikoma.compose;

import com.google.protobuf.Struct;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.TemplateEngine;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;

/**
 * What a recipient reads of a template, composed into a mail and parsed back; line ends are {@code \n}.
 *
 * @param subject with its line ends as blanks
 */
public record RenderedTemplate(String subject, String html, String plainText) {

    /** Renders the same source as subject, html and plain text. */
    public static RenderedTemplate of(TemplateEngine engine, String source, Struct global, Struct own) {
        OutgoingEmail.Builder request = ComposeFixture.template(source, source, source);
        request.getTemplateBuilder().setTemplatingEngine(engine).setGlobalVars(global);
        try {
            MimeMessage mail = ComposeFixture.parse(
                    ComposeFixture.compose(request, ComposeFixture.addressee("jane@example.org", "", own))
                            .body());
            Multipart texts = (Multipart) mail.getContent();
            String subject = mail.getSubject();
            return new RenderedTemplate(
                    subject == null ? "" : subject,
                    texts.getBodyPart(1).getContent().toString().replace("\r\n", "\n"),
                    texts.getBodyPart(0).getContent().toString().replace("\r\n", "\n"));
        } catch (MessagingException | IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    public static RenderedTemplate ofMustache(String source, Struct vars) {
        return of(TemplateEngine.MUSTASCH, source, Struct.getDefaultInstance(), vars);
    }
}
