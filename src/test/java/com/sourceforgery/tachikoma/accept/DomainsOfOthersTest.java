package com.sourceforgery.tachikoma.accept;

import static com.sourceforgery.tachikoma.accept.Validation.assertAccepted;
import static com.sourceforgery.tachikoma.accept.Validation.assertInvalid;
import static com.sourceforgery.tachikoma.accept.Validation.assertRefused;
import static com.sourceforgery.tachikoma.accept.Validation.valid;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.address;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sourceforgery.tachikoma.call.CallFailure;
import com.sourceforgery.tachikoma.call.CallFailure.Reason;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DomainsOfOthersTest {
    @ParameterizedTest
    @ValueSource(strings = {"shop@example.org", "shop@sub.example.com", "shop@example.com.evil.example", "shop@com"})
    void mailFromAnotherDomainIsForbidden(String sender) {
        CallFailure failure = assertRefused(Reason.FORBIDDEN, from(sender), "from.email");

        assertEquals("from.email: The sender's domain must be example.com.", failure.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop@example.com", "Shop@EXAMPLE.COM", "\"the shop\"@example.com", "größe@example.com"})
    void anyAddressOfTheDomainMaySend(String sender) {
        assertAccepted(from(sender));
    }

    @Test
    void forbiddenComesBeforeWhatElseIsWrong() {
        assertRefused(
                Reason.FORBIDDEN,
                from("shop@example.org").setTimeZone("Nowhere").clearRecipients(),
                "from.email");
    }

    @Test
    void anInternationalMailDomainIsTheSameInBothForms() {
        OutgoingEmail.Builder request = from("shop@bücher.example");

        new RequestValidator(Limits.DEFAULT).validate(request.build(), "xn--bcher-kva.example");
        new RequestValidator(Limits.DEFAULT).validate(request.build(), "Bücher.example");
    }

    @Test
    void answersStayWithinTheDomain() {
        assertAccepted(valid().setReplyTo(address("help@example.com")));
        assertAccepted(valid().setReplyTo(address("")));
        assertInvalid(valid().setReplyTo(address("help@example.org")), "reply_to.email");
        assertInvalid(valid().setReplyTo(address("help@sub.example.com")), "reply_to.email");
    }

    private static OutgoingEmail.Builder from(String sender) {
        OutgoingEmail.Builder request = valid();
        request.getFromBuilder().setEmail(sender);
        return request;
    }
}
