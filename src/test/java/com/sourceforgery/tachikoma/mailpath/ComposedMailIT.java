package com.sourceforgery.tachikoma.mailpath;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.sourceforgery.tachikoma.grpc.frontend.Attachment;
import com.sourceforgery.tachikoma.grpc.frontend.EmailAddress;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailQueueStatus;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailQueueStatusList;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailRecipient;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.MailDeliveryServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.TemplateBody;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.TemplateEngine;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.TrackingData;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.UrlTrackingData;
import com.sourceforgery.tachikoma.grpc.frontend.unsubscribe.UnsubscribeData;
import com.sourceforgery.tachikoma.links.LinkSigner;
import com.sourceforgery.tachikoma.sink.StoredMail;
import com.sourceforgery.tachikoma.testsupport.FrontendUser;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Mails;
import com.sourceforgery.tachikoma.testsupport.Notifications;
import com.sourceforgery.tachikoma.testsupport.RealServices;
import jakarta.mail.BodyPart;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** What a request asks for is what the world gets, read back from where it arrived. */
class ComposedMailIT {
    @RegisterExtension
    static final RealServices services = new RealServices();

    @TempDir
    static Path folder;

    static Installation installation;
    static Notifications notifications;

    @BeforeAll
    static void start() throws Exception {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
        installation = new Installation(services, folder).start();
        notifications = installation.follow();
    }

    @AfterAll
    static void stop() throws Exception {
        installation.close();
    }

    /** The one mail that arrived for an address. */
    private static StoredMail arrived(String recipient) {
        await().until(() -> !installation.sink().store().find(recipient).isEmpty());
        List<StoredMail> mails = installation.sink().store().find(recipient);
        assertEquals(1, mails.size());
        return mails.get(0);
    }

    private static MimeMessage read(StoredMail mail) throws Exception {
        return new MimeMessage(
                null, new ByteArrayInputStream(installation.sink().store().body(mail)));
    }

    private static List<Part> parts(Part part) throws Exception {
        if (!(part.getContent() instanceof Multipart multipart)) {
            return List.of(part);
        }
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < multipart.getCount(); i++) {
            BodyPart inner = multipart.getBodyPart(i);
            parts.addAll(parts(inner));
        }
        return parts;
    }

    private static String text(Part mail, String type) throws Exception {
        for (Part part : parts(mail)) {
            if (part.isMimeType(type) && part.getFileName() == null) {
                return (String) part.getContent();
            }
        }
        throw new AssertionError("No " + type);
    }

    private static EmailRecipient recipient(String address, String name) {
        return EmailRecipient.newBuilder()
                .setNamedEmail(Mails.to(address).getRecipients(0).getNamedEmail().toBuilder()
                        .setName(name))
                .setTemplateVars(Struct.newBuilder()
                        .putFields(
                                "name", Value.newBuilder().setStringValue(name).build()))
                .putMetadata("order", name)
                .build();
    }

    @Test
    void aTemplateWithAnAttachmentIsRenderedForEachRecipient() throws Exception {
        byte[] table = "a;b\r\n1;ö\r\n".getBytes(StandardCharsets.UTF_8);
        OutgoingEmail.Builder mail = Mails.to();
        mail.addRecipients(recipient("ada@world.example", "Ada & Söhne"))
                .addRecipients(recipient("bea@world.example", "Bea"))
                .addRecipients(recipient("cleo@world.example", "Cleo"))
                .setTemplate(TemplateBody.newBuilder()
                        .setTemplatingEngine(TemplateEngine.HANDLEBARS)
                        .setSubject("Hello {{name}} from {{shop}}")
                        .setHtmlTemplate("<p>Dear <b>{{name}}</b></p>")
                        .setGlobalVars(Struct.newBuilder()
                                .putFields(
                                        "shop",
                                        Value.newBuilder()
                                                .setStringValue("Nord")
                                                .build())
                                .putFields(
                                        "name",
                                        Value.newBuilder()
                                                .setStringValue("nobody")
                                                .build())))
                .addAttachments(Attachment.newBuilder()
                        .setFileName("Tabelle ö.csv")
                        .setContentType("text/csv")
                        .setData(ByteString.copyFrom(table)));
        installation.delivery().sendEmailUnary(mail.build());

        for (Map.Entry<String, String> expected :
                Map.of("ada", "Ada & Söhne", "bea", "Bea", "cleo", "Cleo").entrySet()) {
            MimeMessage message = read(arrived(expected.getKey() + "@world.example"));
            String name = expected.getValue();
            assertEquals("Hello " + name + " from Nord", message.getSubject());
            assertEquals(name, ((InternetAddress) message.getRecipients(RecipientType.TO)[0]).getPersonal());
            assertTrue(
                    text(message, "text/html").contains("<b>" + name.replace("&", "&amp;") + "</b>"),
                    text(message, "text/html"));
            assertTrue(text(message, "text/plain").contains(name), text(message, "text/plain"));
            Part attachment = parts(message).stream()
                    .filter(part -> {
                        try {
                            return part.getFileName() != null;
                        } catch (jakarta.mail.MessagingException e) {
                            throw new IllegalStateException(e);
                        }
                    })
                    .findFirst()
                    .orElseThrow();
            assertEquals(
                    new String(table, StandardCharsets.UTF_8),
                    new String(attachment.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
        assertEquals(
                3,
                Set.of(arrived("ada@world.example"), arrived("bea@world.example"), arrived("cleo@world.example"))
                        .stream()
                        .map(StoredMail::envelopeSender)
                        .distinct()
                        .count(),
                "an envelope sender for each");
    }

    @Test
    void linksUnsubscribeMarksAndThePixelAreTheRecipientsOwn() throws Exception {
        OutgoingEmail.Builder mail = Mails.to();
        mail.addRecipients(recipient("lea@world.example", "Lea"))
                .addRecipients(recipient("max@world.example", "Max"))
                .setUnsubscribeRedirectUri("https://shop.example/bye")
                .setInlineCss(true)
                .setTrackingData(TrackingData.newBuilder().setTrackingDomain("t.shop.example"))
                .setTemplate(TemplateBody.newBuilder()
                        .setTemplatingEngine(TemplateEngine.MUSTASCH)
                        .setSubject("Links")
                        .setHtmlTemplate(
                                "<html><style>a{color:red}</style><body><a href='https://shop.example/?a=1&b={{name}}'>"
                                        + "Shop</a><a href=\"*|UNSUB|*\">Bye</a></body></html>")
                        .setPlaintextTemplate("https://shop.example/ *|UNSUB:https://shop.example/own|*"));
        EmailQueueStatusList statuses = installation.delivery().sendEmailUnary(mail.build());

        for (EmailQueueStatus status : statuses.getListList()) {
            String address = status.getRecipient().getEmail();
            MimeMessage message = read(arrived(address));
            List<UrlTrackingData> tracked = new ArrayList<>();
            List<UnsubscribeData> unsubscribes = new ArrayList<>();
            String html = withoutTokens(text(message, "text/html"), tracked, unsubscribes);
            String plainText = withoutTokens(text(message, "text/plain"), tracked, unsubscribes);

            assertTrue(
                    html.startsWith(
                            "<html><style></style><body><a style=\"color:red\" href='http://t.shop.example:8070/c/*'>Shop"
                                    + "</a><a style=\"color:red\" href=\"http://t.shop.example:8070/unsubscribe/*\">Bye</a>"
                                    + "<img src=\"http://t.shop.example:8070/t/*\" "),
                    html);
            assertTrue(html.endsWith("\"></body></html>"), html);
            assertEquals("https://shop.example/ http://t.shop.example:8070/unsubscribe/*", plainText);
            String name = address.startsWith("lea") ? "Lea" : "Max";
            assertEquals(
                    List.of("https://shop.example/?a=1&b=" + name, ""),
                    tracked.stream().map(UrlTrackingData::getRedirectUrl).toList());
            assertEquals(
                    List.of("https://shop.example/bye", "https://shop.example/own"),
                    unsubscribes.stream().map(UnsubscribeData::getRedirectUrl).toList());
            tracked.forEach(data -> assertEquals(status.getEmailId(), data.getEmailId()));
            unsubscribes.forEach(data -> assertEquals(status.getEmailId(), data.getEmailId()));
        }
    }

    /** What the tokens of a text say, and the text with stars in their place. */
    private static String withoutTokens(
            String text, List<UrlTrackingData> tracked, List<UnsubscribeData> unsubscribes) {
        LinkSigner signer = new LinkSigner(List.of("link key of the tests"));
        return Pattern.compile("/(c|t|unsubscribe)/([A-Za-z0-9_-]+)")
                .matcher(text)
                .replaceAll(link -> {
                    if (link.group(1).equals("unsubscribe")) {
                        unsubscribes.add(signer.verifyUnsubscribe(link.group(2)).orElseThrow());
                    } else {
                        tracked.add(signer.verifyTracking(link.group(2)).orElseThrow());
                    }
                    return "/" + link.group(1) + "/*";
                });
    }

    @Test
    void aCopyToABccAddressGoesInTheSameTransactionAndIsNotNamed() throws Exception {
        installation
                .delivery()
                .sendEmailUnary(Mails.to("to@world.example")
                        .addBcc(EmailAddress.newBuilder().setEmail("archive@world.example"))
                        .build());
        StoredMail mail = arrived("to@world.example");
        assertEquals(
                Set.of("to@world.example", "archive@world.example"),
                new TreeSet<>(mail.recipients().stream()
                        .map(StoredMail.Recipient::address)
                        .toList()));
        String whole = new String(installation.sink().store().body(mail), StandardCharsets.US_ASCII);
        assertTrue(!whole.contains("archive"), whole);
    }

    @Test
    void aUserWithARecipientOverrideSendsAllItsMailThere() throws Exception {
        JdbcTemplate database = new JdbcTemplate(services.dataSource());
        FrontendUser tester = FrontendUser.create(database);
        database.update("update app_user set recipient_override = 'sandbox@world.example' where id = ?", tester.id());
        Installation.withToken(tester.apiToken(), MailDeliveryServiceGrpc.newBlockingStub(installation.channel()))
                .sendEmailUnary(Mails.to("customer@world.example")
                        .addBcc(EmailAddress.newBuilder().setEmail("boss@world.example"))
                        .build());
        StoredMail mail = arrived("sandbox@world.example");
        assertEquals(
                Set.of("sandbox@world.example"),
                new TreeSet<>(mail.recipients().stream()
                        .map(StoredMail.Recipient::address)
                        .toList()));
        await().until(() -> notifications.brief().contains("customer@world.example DELIVERED"));
        assertEquals(List.of(), installation.sink().store().find("customer@world.example"));
        assertEquals(List.of(), installation.sink().store().find("boss@world.example"));
    }

    @Test
    void tagsAndMetadataComeBackWithEachEventAndTheRecipientsOwnWin() throws Exception {
        OutgoingEmail.Builder mail = Mails.to("plain@world.example");
        mail.addRecipients(recipient("own@world.example", "Own"))
                .setTrackingData(TrackingData.newBuilder()
                        .addTags("receipts")
                        .addTags("spring")
                        .putMetadata("order", "of all")
                        .putMetadata("shop", "Nord"));
        installation.delivery().sendEmailUnary(mail.build());

        assertEquals(Map.of("order", "of all", "shop", "Nord"), metadata("plain@world.example"));
        assertEquals(Map.of("order", "Own", "shop", "Nord"), metadata("own@world.example"));
    }

    private static Map<String, String> metadata(String recipient) {
        await().until(() -> notifications.brief().contains(recipient + " DELIVERED"));
        var tracked = notifications.all().stream()
                .filter(event -> event.getRecipientEmailAddress().getEmail().equals(recipient))
                .map(event -> event.getEmailTrackingData())
                .distinct()
                .toList();
        assertEquals(1, tracked.size(), "the same with each event");
        assertEquals(List.of("receipts", "spring"), tracked.get(0).getTagsList());
        return tracked.get(0).getMetadataMap();
    }
}
