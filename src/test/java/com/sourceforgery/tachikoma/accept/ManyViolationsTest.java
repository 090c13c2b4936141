package com.sourceforgery.tachikoma.accept;

import static com.sourceforgery.tachikoma.accept.Validation.assertInvalid;
import static com.sourceforgery.tachikoma.accept.Validation.refusal;
import static com.sourceforgery.tachikoma.accept.Validation.valid;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sourceforgery.tachikoma.call.CallFailure;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import org.junit.jupiter.api.Test;

class ManyViolationsTest {
    @Test
    void allThatIsWrongIsSaidAtOnce() {
        OutgoingEmail.Builder request = valid().setTimeZone("Nowhere").putHeaders("Date", "now");
        request.getStaticBuilder().setSubject("a\nb");
        request.addRelatedAttachmentsBuilder();

        CallFailure failure = assertInvalid(
                request, "headers[Date]", "time_zone", "related_attachments[0].content_id", "static.subject");

        assertEquals("headers[Date]: Only the server sets this header. (3 more)", failure.getMessage());
    }

    @Test
    void noMoreThanTwentyAreCollected() {
        OutgoingEmail.Builder request = valid();
        for (int i = 0; i < 50_000; i++) {
            request.addRecipientsBuilder().getNamedEmailBuilder().setEmail("nobody");
        }

        assertEquals(20, refusal(request).violations().size());
    }
}
