package com.sourceforgery.tachikoma.accept;

import static com.sourceforgery.tachikoma.accept.Validation.assertAccepted;
import static com.sourceforgery.tachikoma.accept.Validation.assertInvalid;
import static com.sourceforgery.tachikoma.accept.Validation.valid;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.address;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sourceforgery.tachikoma.call.CallFailure;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import org.junit.jupiter.api.Test;

class AddressesTest {
    @Test
    void aMailNeedsARecipient() {
        assertInvalid(valid().clearRecipients(), "recipients");
    }

    @Test
    void theSameRecipientMayStandTwice() {
        assertAccepted(valid().addRecipients(valid().getRecipients(0)));
    }

    @Test
    void eachAddressThatIsNoneIsNamed() {
        OutgoingEmail.Builder request = valid().setReplyTo(address("help"))
                .addBcc(address("ok@example.org"))
                .addBcc(address("two@@example.org"));
        request.getFromBuilder().setEmail("shop@");
        request.addRecipientsBuilder().getNamedEmailBuilder().setEmail("joe@example.org\r\nDATA");
        request.addRecipientsBuilder();

        assertInvalid(
                request,
                "from.email",
                "reply_to.email",
                "bcc[1].email",
                "recipients[1].named_email.email",
                "recipients[2].named_email.email");
    }

    @Test
    void whatIsWrongIsASentenceWithoutTheAddress() {
        OutgoingEmail.Builder request = valid();
        request.getRecipientsBuilder(0).getNamedEmailBuilder().setEmail("jane doe@example.org");

        CallFailure failure = assertInvalid(request, "recipients[0].named_email.email");

        assertEquals(
                "recipients[0].named_email.email: The address has a part before the @ that is not valid.",
                failure.getMessage());
    }
}
