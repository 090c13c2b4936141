package com.sourceforgery.tachikoma.accept;

import static com.sourceforgery.tachikoma.accept.Validation.assertInvalid;
import static com.sourceforgery.tachikoma.accept.Validation.valid;

import com.sourceforgery.tachikoma.compose.ComposeFixture;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that ends up in one line of a header may end that line. */
class LineBreaksTest {
    @ParameterizedTest
    @ValueSource(strings = {"a\r\nBcc: x@evil.example", "a\rb", "a\nb", "a\0b", "\n"})
    void noLineOfAHeaderCanBeBroken(String text) {
        OutgoingEmail.Builder request = valid();
        request.getStaticBuilder().setSubject(text);
        assertInvalid(request, "static.subject");

        assertInvalid(ComposeFixture.template(text + "{{name}}", "", "text"), "template.subject");

        request = valid();
        request.getFromBuilder().setName(text);
        assertInvalid(request, "from.name");

        request = valid();
        request.getRecipientsBuilder(0).getNamedEmailBuilder().setName(text);
        assertInvalid(request, "recipients[0].named_email.name");

        assertInvalid(valid().putHeaders("X-Note", text), "headers[X-Note]");

        request = valid();
        request.getTrackingDataBuilder().addTags("ok").addTags(text);
        assertInvalid(request, "tracking_data.tags[1]");

        request = valid();
        request.addAttachmentsBuilder().setFileName(text);
        assertInvalid(request, "attachments[0].file_name");

        request = valid();
        request.addRelatedAttachmentsBuilder().setContentId("a").setFileName(text);
        assertInvalid(request, "related_attachments[0].file_name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain\r\nX-Evil: 1", "text/plain;\n charset=utf-8", "text/\0plain"})
    void noContentTypeCanBreakItsLine(String type) {
        OutgoingEmail.Builder request = valid();
        request.addAttachmentsBuilder().setContentType(type);
        assertInvalid(request, "attachments[0].content_type");

        request = valid();
        request.addRelatedAttachmentsBuilder().setContentId("a").setContentType(type);
        assertInvalid(request, "related_attachments[0].content_type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nb", "a b", "<a", "a>b", "<>", "", "ü", "a\0"})
    void aContentIdIsAWord(String id) {
        OutgoingEmail.Builder request = valid();
        request.addRelatedAttachmentsBuilder().setContentId(id);

        assertInvalid(request, "related_attachments[0].content_id");
    }
}
