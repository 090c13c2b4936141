package com.sourceforgery.tachikoma.compose;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.sourceforgery.tachikoma.grpc.frontend.EmailAddress;
import com.sourceforgery.tachikoma.grpc.frontend.NamedEmailAddress;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.StaticBody;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.TemplateBody;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.TemplateEngine;
import com.sourceforgery.tachikoma.links.LinkSigner;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;

/** Requests and recipients for tests, and composed mails as a mail client sees them. */
public final class ComposeFixture {
    public static final LinkSigner SIGNER = new LinkSigner(List.of("a key of tests"));
    public static final Composer COMPOSER = new Composer(BodyRewriter.NONE, SIGNER, 1_000_000);
    public static final UUID ID = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");
    public static final Addressee JANE = addressee("jane@example.org", "Jane", Struct.getDefaultInstance());

    private ComposeFixture() {}

    public static Addressee addressee(String address, String name, Struct vars) {
        return new Addressee(
                4711,
                ID,
                "example.com",
                "bounces.example.com",
                "https://mail.example.com/",
                7,
                address,
                null,
                name,
                vars,
                Instant.parse("2026-03-01T12:34:56Z"));
    }

    /** A request with a sender and one recipient, and no body yet. */
    public static OutgoingEmail.Builder request() {
        OutgoingEmail.Builder request = OutgoingEmail.newBuilder();
        request.setFrom(
                NamedEmailAddress.newBuilder().setEmail("shop@example.com").setName("Shop"));
        request.addRecipientsBuilder()
                .getNamedEmailBuilder()
                .setEmail("jane@example.org")
                .setName("Jane");
        return request;
    }

    public static OutgoingEmail.Builder plain(String subject, String text) {
        return request().setStatic(StaticBody.newBuilder().setSubject(subject).setPlaintextBody(text));
    }

    public static OutgoingEmail.Builder html(String html) {
        return request().setStatic(StaticBody.newBuilder().setSubject("Hello").setHtmlBody(html));
    }

    public static OutgoingEmail.Builder template(String subject, String html, String text) {
        return request()
                .setTemplate(TemplateBody.newBuilder()
                        .setTemplatingEngine(TemplateEngine.MUSTASCH)
                        .setSubject(subject)
                        .setHtmlTemplate(html)
                        .setPlaintextTemplate(text));
    }

    public static EmailAddress address(String address) {
        return EmailAddress.newBuilder().setEmail(address).build();
    }

    public static Struct vars(Map<String, Value> values) {
        return Struct.newBuilder().putAllFields(values).build();
    }

    public static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }

    public static Value number(double number) {
        return Value.newBuilder().setNumberValue(number).build();
    }

    public static byte[] compose(OutgoingEmail.Builder request) {
        return compose(request, JANE).body();
    }

    public static ComposedMail compose(OutgoingEmail.Builder request, Addressee addressee) {
        return COMPOSER.compile(request.build()).compose(addressee);
    }

    public static String source(byte[] mail) {
        return new String(mail, StandardCharsets.UTF_8);
    }

    /** The mail as an independent parser sees it. */
    public static MimeMessage parse(byte[] mail) throws MessagingException {
        return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(mail));
    }
}
