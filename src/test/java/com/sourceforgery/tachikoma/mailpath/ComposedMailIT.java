package com.sourceforgery.tachikoma.mailpath;

import static com.sourceforgery.tachikoma.testsupport.Mails.address;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.sourceforgery.tachikoma.grpc.frontend.Attachment;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailQueueStatus;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailQueueStatusList;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailRecipient;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.TemplateBody;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.TemplateEngine;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.TrackingData;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.UrlTrackingData;
import com.sourceforgery.tachikoma.grpc.frontend.unsubscribe.UnsubscribeData;
import com.sourceforgery.tachikoma.links.LinkSigner;
import com.sourceforgery.tachikoma.testsupport.ArrivedMail;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.MailLinks;
import com.sourceforgery.tachikoma.testsupport.Mails;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a request asks for is what each recipient gets, read back from where it arrived. */
class ComposedMailIT {
    @RegisterExtension
    static final Installation installation = Installation.whole();

    private static EmailRecipient recipient(String address, String name) {
        return EmailRecipient.newBuilder()
                .setNamedEmail(Mails.to(address).getRecipients(0).getNamedEmail().toBuilder()
                        .setName(name))
                .setTemplateVars(Struct.newBuilder()
                        .putFields(
                                "name", Value.newBuilder().setStringValue(name).build()))
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

        Set<String> envelopeSenders = new HashSet<>();
        for (Map.Entry<String, String> expected :
                Map.of("ada", "Ada & Söhne", "bea", "Bea", "cleo", "Cleo").entrySet()) {
            ArrivedMail arrived = ArrivedMail.at(expected.getKey() + "@world.example", installation);
            MimeMessage message = arrived.message();
            envelopeSenders.add(arrived.stored().envelopeSender());
            String name = expected.getValue();
            assertEquals("Hello " + name + " from Nord", message.getSubject());
            assertEquals(name, ((InternetAddress) message.getRecipients(RecipientType.TO)[0]).getPersonal());
            assertTrue(
                    arrived.text("text/html").contains("<b>" + name.replace("&", "&amp;") + "</b>"),
                    arrived.text("text/html"));
            assertTrue(arrived.text("text/plain").contains(name), arrived.text("text/plain"));
            assertEquals(
                    new String(table, StandardCharsets.UTF_8),
                    new String(arrived.attachment().getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
        assertEquals(3, envelopeSenders.size(), "an envelope sender for each");
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
            ArrivedMail arrived = ArrivedMail.at(address, installation);
            List<UrlTrackingData> tracked = new ArrayList<>();
            List<UnsubscribeData> unsubscribes = new ArrayList<>();
            String html = withoutTokens(arrived.text("text/html"), tracked, unsubscribes);
            String plainText = withoutTokens(arrived.text("text/plain"), tracked, unsubscribes);

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
        LinkSigner signer = new LinkSigner(List.of(MailLinks.KEY));
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
}
