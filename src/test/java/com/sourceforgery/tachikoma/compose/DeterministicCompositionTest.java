package com.sourceforgery.tachikoma.compose;

import static com.sourceforgery.tachikoma.compose.ComposeFixture.COMPOSER;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.addressee;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.compose;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.template;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.text;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.vars;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.sourceforgery.tachikoma.grpc.frontend.Attachment;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.RelatedAttachment;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.TemplateEngine;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeterministicCompositionTest {
    @Test
    void theSameMailIsTheSameBytesHoweverOftenItIsComposed() {
        CompiledRequest compiled = COMPOSER.compile(everything(false).build());

        byte[] first = compiled.compose(jane(false)).body();

        assertArrayEquals(first, compiled.compose(jane(false)).body());
        assertArrayEquals(first, compose(everything(false), jane(false)).body());
    }

    @Test
    void manyThreadsComposeFromOneCompiledRequest() {
        CompiledRequest compiled = COMPOSER.compile(everything(false).build());
        byte[] mail = compiled.compose(jane(false)).body();

        IntStream.range(0, 2_000)
                .parallel()
                .forEach(i -> assertArrayEquals(
                        mail, compiled.compose(jane(i % 2 == 0)).body()));
    }

    @Test
    void theOrderOfMapsOnTheWireDoesNotMatter() {
        assertArrayEquals(
                compose(everything(false), jane(false)).body(),
                compose(everything(true), jane(true)).body());
    }

    @Test
    void neitherLocaleNorTimeZoneOfTheProcessMatters() {
        byte[] mail = compose(everything(false), jane(false)).body();
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
            assertArrayEquals(mail, compose(everything(false), jane(false)).body());
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }

    /** Another version that composes other bytes must be meant: mails that are offered again would differ. */
    @Test
    void anotherProcessComposesTheSameBytes() throws Exception {
        byte[] mail = compose(everything(false), jane(false)).body();

        byte[] digest = MessageDigest.getInstance("SHA-256").digest(mail);

        assertEquals(
                "8abd87cb7fd33a65f634fd3ee89ea3ab6f60b55ed1058993fc861ae10886ce6e",
                HexFormat.of().formatHex(digest));
    }

    private static Addressee jane(boolean reversed) {
        return addressee("jane@example.org", "Jané", vars(ordered(reversed)));
    }

    private static OutgoingEmail.Builder everything(boolean reversed) {
        OutgoingEmail.Builder request = template(
                "Hello {{k1}}", "<p>{{#each this}}{{@key}}={{this}};{{/each}}</p><img src=cid:a>", "{{k1}} Grüße");
        request.getTemplateBuilder()
                .setTemplatingEngine(TemplateEngine.HANDLEBARS_JAVA)
                .setGlobalVars(
                        Struct.newBuilder().putAllFields(ordered(!reversed)).putFields("a", text("b")));
        ordered(reversed).forEach((name, value) -> request.putHeaders("X-" + name, value.getStringValue()));
        request.addAttachments(Attachment.newBuilder()
                .setData(ByteString.copyFromUtf8("data"))
                .setFileName("Übersicht.txt")
                .setContentType("text/plain; charset=utf-8; format=flowed"));
        request.addRelatedAttachments(RelatedAttachment.newBuilder()
                .setData(ByteString.copyFromUtf8("picture"))
                .setContentId("a")
                .setContentType("image/png"));
        return request;
    }

    private static Map<String, Value> ordered(boolean reversed) {
        List<Integer> numbers = new ArrayList<>(IntStream.range(0, 50).boxed().toList());
        if (reversed) {
            Collections.reverse(numbers);
        }
        Map<String, Value> values = new LinkedHashMap<>();
        numbers.forEach(number -> values.put("k" + number, text("v" + number)));
        return values;
    }
}
