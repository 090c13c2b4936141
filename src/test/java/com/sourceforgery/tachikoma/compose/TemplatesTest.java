package com.sourceforgery.tachikoma.compose;

import static com.sourceforgery.tachikoma.compose.ComposeFixture.COMPOSER;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.number;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.parse;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.template;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.text;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.vars;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Struct;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.TemplateEngine;
import jakarta.mail.Multipart;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TemplatesTest {
    private static final Struct NONE = Struct.getDefaultInstance();

    @Test
    void onlyHtmlIsEscaped() {
        RenderedTemplate mail = RenderedTemplate.ofMustache("{{name}}", vars(Map.of("name", text("<Jane & Co>"))));

        assertEquals("<Jane & Co>", mail.subject());
        assertEquals("&lt;Jane &amp; Co&gt;", mail.html());
        assertEquals("<Jane & Co>", mail.plainText());
    }

    @Test
    void variablesOfTheRecipientWinOverThoseOfAll() {
        Struct global = vars(Map.of("name", text("all"), "shop", text("Shop")));

        RenderedTemplate mail = RenderedTemplate.of(
                TemplateEngine.MUSTASCH, "{{name}} at {{shop}}", global, vars(Map.of("name", text("Jane"))));

        assertEquals("Jane at Shop", mail.plainText());
    }

    @Test
    void numbersAreWrittenAsPeopleWriteThem() {
        Struct vars = vars(Map.of(
                "a", number(85),
                "b", number(1.21),
                "c", number(-0.0),
                "d", number(12345678.9),
                "e", number(1e20),
                "f", number(0.00000001)));

        assertEquals(
                "85 1.21 0 12345678.9 100000000000000000000 0.00000001",
                RenderedTemplate.ofMustache("{{a}} {{b}} {{c}} {{d}} {{e}} {{f}}", vars)
                        .plainText());
    }

    @ParameterizedTest
    @EnumSource(
            value = TemplateEngine.class,
            names = {"HANDLEBARS_JAVA", "UNRECOGNIZED"},
            mode = EnumSource.Mode.EXCLUDE)
    void allLanguagesOfOldAreMustache(TemplateEngine engine) {
        RenderedTemplate mail =
                RenderedTemplate.of(engine, "{{#if}}mustache{{/if}}{{^x}}!{{/x}}", vars(Map.of("if", text("a"))), NONE);

        assertEquals("mustache!", mail.plainText());
    }

    @Test
    void lineEndsInVariablesDoNotBreakTheSubject() throws Exception {
        OutgoingEmail.Builder request = template("Hi {{name}}!", "", "text");
        Struct vars = vars(Map.of("name", text("Jane\r\nBcc: x@evil.example\n\n\0end")));

        byte[] mail = ComposeFixture.compose(request, ComposeFixture.addressee("jane@example.org", "", vars))
                .body();

        assertEquals("Hi Jane Bcc: x@evil.example end!", parse(mail).getSubject());
        assertEquals(null, parse(mail).getHeader("Bcc"));
    }

    @Test
    void plainTextIsMadeFromRenderedHtmlWhereItHasNoTemplate() throws Exception {
        OutgoingEmail.Builder request = template("", "<p>Hello, {{name}}</p>", "");
        Struct vars = vars(Map.of("name", text("<Jane>")));

        byte[] mail = ComposeFixture.compose(request, ComposeFixture.addressee("jane@example.org", "", vars))
                .body();

        Multipart texts = (Multipart) parse(mail).getContent();
        assertEquals("Hello, <Jane>\r\n", texts.getBodyPart(0).getContent());
    }

    @Test
    void aMailThatGrowsTooLargeIsNotComposed() {
        Composer small = new Composer(BodyRewriter.NONE, ComposeFixture.SIGNER, 100);
        OutgoingEmail request =
                template("", "{{a}}", "{{a}}{{a}}").build().toBuilder().build();
        Addressee addressee = ComposeFixture.addressee("jane@example.org", "", vars(Map.of("a", text("x".repeat(40)))));

        ComposingFailedException failure = assertThrows(
                ComposingFailedException.class, () -> small.compile(request).compose(addressee));

        assertEquals("plaintext_template: The template renders to more than 60 characters.", failure.getMessage());
    }

    @Test
    void aSubjectThatGrowsTooLongIsNotComposed() {
        OutgoingEmail request = template("{{a}}", "", "text").build();
        Addressee addressee =
                ComposeFixture.addressee("jane@example.org", "", vars(Map.of("a", text("x".repeat(5000)))));

        ComposingFailedException failure = assertThrows(
                ComposingFailedException.class, () -> COMPOSER.compile(request).compose(addressee));

        assertTrue(failure.getMessage().startsWith("subject: "));
    }

    @Test
    void aTemplateThatDoesNotCompileIsNotComposed() {
        OutgoingEmail request = template("", "{{#a}}", "").build();

        assertThrows(ComposingFailedException.class, () -> COMPOSER.compile(request));
    }

    @Test
    void theWeightOfARequestGrowsWithItsAttachments() {
        OutgoingEmail.Builder request = template("", "{{a}}", "");
        long light = COMPOSER.compile(request.build()).weightBytes();
        request.addAttachmentsBuilder().setData(com.google.protobuf.ByteString.copyFrom(new byte[1_000_000]));

        long heavy = COMPOSER.compile(request.build()).weightBytes();

        assertTrue(heavy > light + 1_300_000 && heavy < light + 1_500_000);
    }
}
