package com.sourceforgery.tachikoma.accept;

import static com.sourceforgery.tachikoma.accept.Validation.assertAccepted;
import static com.sourceforgery.tachikoma.accept.Validation.assertInvalid;
import static com.sourceforgery.tachikoma.accept.Validation.valid;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.number;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.template;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.text;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.vars;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.sourceforgery.tachikoma.call.CallFailure;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.StaticBody;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.TemplateEngine;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BodiesTest {
    @Test
    void aMailNeedsABody() {
        assertInvalid(valid().clearBody(), "body");
        assertInvalid(valid().setStatic(StaticBody.newBuilder().setSubject("only")), "static");
        assertInvalid(template("only", "", ""), "template");
    }

    @Test
    void oneOfHtmlAndPlainTextIsEnough() {
        assertAccepted(valid().setStatic(StaticBody.newBuilder().setHtmlBody("<p>")));
        assertAccepted(template("", "<p>{{a}}</p>", ""));
        assertAccepted(template("", "", "{{a}}"));
    }

    @Test
    void aTemplateThatDoesNotCompileIsNamedWithTheLineOfTheMistake() {
        CallFailure failure = assertInvalid(
                template("{{#a}}", "<p>\n{{name", "\n\n{{/b}}"),
                "template.subject",
                "template.html_template",
                "template.plaintext_template");

        assertTrue(failure.violations().get(1).description().contains("line 2"));
        assertTrue(failure.violations().get(2).description().contains("line 3"));
    }

    @Test
    void partialsAreRefusedBeforeAnythingIsSent() {
        assertInvalid(template("", "{{> header}}", ""), "template.html_template");
    }

    @Test
    void aTemplateLanguageThatNobodyHasSaidIsMustache() {
        OutgoingEmail.Builder request = template("", "", "{{#if a}}x{{/if}}");
        request.getTemplateBuilder().setTemplatingEngine(TemplateEngine.HANDLEBARS_JAVA);
        assertAccepted(request);
        request.getTemplateBuilder().setTemplatingEngine(TemplateEngine.INVALID);
        assertInvalid(request, "template.plaintext_template");
        request.getTemplateBuilder().setPlaintextTemplate("{{#if}}x{{/if}}");
        assertAccepted(request);
    }

    @Test
    void aTemplateLanguageThatDoesNotExistIsRefused() {
        OutgoingEmail.Builder request = template("", "", "x");
        request.getTemplateBuilder().setTemplatingEngineValue(99);
        assertInvalid(request, "template.templating_engine");
    }

    @Test
    void variablesThatNoDatabaseTakesAreRefused() {
        for (Value bad : new Value[] {number(Double.NaN), number(Double.NEGATIVE_INFINITY), text("a\0b")}) {
            Struct direct = vars(Map.of("ok", text("x"), "bad", bad));
            Struct inList = vars(Map.of(
                    "list",
                    Value.newBuilder()
                            .setListValue(ListValue.newBuilder().addValues(bad))
                            .build()));
            Struct inObject = vars(
                    Map.of("object", Value.newBuilder().setStructValue(direct).build()));
            for (Struct vars : new Struct[] {direct, inList, inObject}) {
                OutgoingEmail.Builder request = template("", "", "{{a}}");
                request.getTemplateBuilder().setGlobalVars(vars);
                request.getRecipientsBuilder(0).setTemplateVars(vars);

                assertInvalid(request, "recipients[0].template_vars", "template.global_vars");
            }
        }
        OutgoingEmail.Builder request = valid();
        request.getRecipientsBuilder(0).setTemplateVars(vars(Map.of("a\0", text("x"))));
        assertInvalid(request, "recipients[0].template_vars");
    }

    @Test
    void nothingAtAllIsAVariableToo() {
        OutgoingEmail.Builder request = template("", "", "{{a}}");
        request.getRecipientsBuilder(0).setTemplateVars(vars(Map.of("a", Value.getDefaultInstance())));

        assertAccepted(request);
    }
}
