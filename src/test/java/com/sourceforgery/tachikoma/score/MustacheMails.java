package com.sourceforgery.tachikoma.score;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.google.protobuf.Struct;
import com.google.protobuf.util.JsonFormat;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.TemplateBody;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.TemplateEngine;
import com.sourceforgery.tachikoma.sink.SinkStore;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Mails;
import io.grpc.StatusRuntimeException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Tests of mustache's specification, a mail each: html and, where nothing is to be escaped, plain text. All lines of a mail
 * end alike, so line ends are not compared.
 */
final class MustacheMails {
    private static final Pattern TRACKING_PIXEL = Pattern.compile("<img src=\"[^\"]*/t/[^>]*>");

    private record Sent(String file, JsonNode test, String recipient, String refusal) {}

    private final ObjectMapper json = new ObjectMapper();
    private final List<Sent> all = new ArrayList<>();
    private final Installation installation;

    MustacheMails(Installation installation) {
        this.installation = installation;
    }

    void send(String file, JsonNode test) throws Exception {
        String recipient = "test" + all.size() + "@world.example";
        all.add(new Sent(file, test, recipient, refusal(mail(test, recipient))));
    }

    private OutgoingEmail mail(JsonNode test, String recipient) throws Exception {
        String template = test.path("template").asText();
        JsonNode data = test.path("data");
        if (!data.isObject()) {
            // variables are an object; in a section over a list of one, the test's data is what it is at the top
            ArrayNode one = json.createArrayNode().add(data);
            data = json.createObjectNode().set("root", one);
            template = "{{#root}}" + template + "{{/root}}";
        }
        Struct.Builder vars = Struct.newBuilder();
        JsonFormat.parser().merge(data.toString(), vars);
        OutgoingEmail.Builder mail = Mails.to(recipient);
        mail.setTemplate(TemplateBody.newBuilder()
                .setTemplatingEngine(TemplateEngine.MUSTASCH)
                .setSubject(test.path("name").asText().replaceAll("[{}]", ""))
                .setHtmlTemplate(template)
                .setPlaintextTemplate(template));
        mail.getRecipientsBuilder(0).setTemplateVars(vars);
        return mail.build();
    }

    private String refusal(OutgoingEmail mail) throws Exception {
        try {
            installation.delivery().sendEmailUnary(mail);
            return null;
        } catch (StatusRuntimeException refused) {
            return refused.getStatus().getCode() + " " + refused.getStatus().getDescription();
        }
    }

    /** Waits for all that were accepted, and compares what they say. */
    void compare(Scorecard card) throws Exception {
        SinkStore store = installation.sink().store();
        long accepted = all.stream().filter(sent -> sent.refusal() == null).count();
        await().atMost(Duration.ofMinutes(2)).until(() -> store.count() == accepted);
        for (Sent sent : all) {
            String name = sent.test().path("name").asText();
            String expected = sent.test().path("expected").asText().replace("\r\n", "\n");
            card.compare(sent.file(), name, expected, sent.refusal() == null ? read(store, sent) : sent.refusal());
        }
    }

    /** The html; the plain text instead when that differs although it has nothing to escape. */
    private static String read(SinkStore store, Sent sent) throws Exception {
        byte[] body = store.body(store.find(sent.recipient()).get(0));
        Multipart texts = (Multipart) new MimeMessage(null, new ByteArrayInputStream(body)).getContent();
        String html = TRACKING_PIXEL.matcher(text(texts, 1)).replaceFirst("");
        String plainText = text(texts, 0);
        return html.contains("&") || html.equals(plainText) ? html : plainText;
    }

    private static String text(Multipart texts, int part) throws Exception {
        return texts.getBodyPart(part).getContent().toString().replace("\r\n", "\n");
    }
}
