package com.sourceforgery.tachikoma.compose;

import static com.sourceforgery.tachikoma.compose.ComposeFixture.ID;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.JANE;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.address;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.compose;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.parse;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.plain;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.source;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnvelopeTest {
    @Test
    void theEnvelopeSenderIsTheMailsOwnBounceAddress() {
        ComposedMail mail = compose(plain("Hello", "text"), JANE);

        assertEquals("bounce-" + ID + "@bounces.example.com", mail.envelopeSender());
        assertEquals("jane@example.org", mail.recipient());
        assertEquals(List.of(), mail.bcc());
    }

    @Test
    void copiesAreOnTheEnvelopeOnceAndNeverInTheMail() throws Exception {
        OutgoingEmail.Builder request = plain("Hello", "text")
                .addBcc(address("archive@bücher.example"))
                .addBcc(address("archive@bücher.example"))
                .addBcc(address("jane@example.org"))
                .addBcc(address("audit@example.com"));

        ComposedMail mail = compose(request, JANE);

        assertEquals(List.of("archive@xn--bcher-kva.example", "audit@example.com"), mail.bcc());
        assertNull(parse(mail.body()).getHeader("Bcc"));
        assertFalse(source(mail.body()).contains("archive"));
    }

    @Test
    void anOverrideGetsAllMailInsteadOfRecipientAndCopies() throws Exception {
        Addressee overridden = new Addressee(
                JANE.emailId(),
                ID,
                JANE.mailDomain(),
                JANE.bounceDomain(),
                JANE.baseUrl(),
                JANE.userId(),
                JANE.recipient(),
                "test@example.com",
                "Jane",
                JANE.vars(),
                JANE.date());

        ComposedMail mail = compose(plain("Hello", "text").addBcc(address("audit@example.com")), overridden);

        assertEquals("test@example.com", mail.recipient());
        assertEquals(List.of(), mail.bcc());
        assertEquals("Jane <test@example.com>", parse(mail.body()).getHeader("To", null));
        assertFalse(source(mail.body()).contains("jane@example.org"));
    }

    @Test
    void anAddressThatIsNoneIsNotComposed() {
        Addressee nobody = ComposeFixture.addressee("nobody", "", JANE.vars());

        ComposingFailedException failure =
                assertThrows(ComposingFailedException.class, () -> compose(plain("Hello", "text"), nobody));

        assertEquals("The address has no @.", failure.getMessage());
    }
}
