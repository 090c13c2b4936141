package com.sourceforgery.tachikoma.compose;

import static com.sourceforgery.tachikoma.compose.ComposeFixture.ID;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.SIGNER;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.address;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.compose;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.parse;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.plain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import jakarta.mail.internet.MimeMessage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MailHeaderTest {
    @Test
    void theDateIsInTheTimeZoneOfTheRequest() throws Exception {
        assertEquals("Sun, 1 Mar 2026 12:34:56 +0000", header(plain("", "x"), "Date"));
        assertEquals("Sun, 1 Mar 2026 13:34:56 +0100", header(plain("", "x").setTimeZone("Europe/Stockholm"), "Date"));
        assertEquals("Sun, 1 Mar 2026 07:04:56 -0530", header(plain("", "x").setTimeZone("-05:30"), "Date"));
    }

    @Test
    void theMessageIdIsTheAutoMailIdAtTheMailDomain() throws Exception {
        assertEquals("<" + ID + "@example.com>", header(plain("", "x"), "Message-ID"));
    }

    @Test
    void unsubscribingWorksByMailAndByOneClick() throws Exception {
        MimeMessage mail = parse(compose(plain("", "x")));

        Matcher links = Pattern.compile("<mailto:unsub-" + ID + "@bounces\\.example\\.com>,\\s+"
                        + "<https://mail\\.example\\.com/unsubscribe/([\\w-]+)>")
                .matcher(mail.getHeader("List-Unsubscribe", null));
        assertTrue(links.matches());
        assertEquals(
                4711,
                SIGNER.verifyUnsubscribe(links.group(1))
                        .orElseThrow()
                        .getEmailId()
                        .getId());
        assertEquals("List-Unsubscribe=One-Click", mail.getHeader("List-Unsubscribe-Post", null));
    }

    @Test
    void abuseCanBeReportedAndTheSenderBeFound() throws Exception {
        assertEquals("<https://mail.example.com/abuse/" + ID + ">", header(plain("", "x"), "X-Report-Abuse"));
        assertEquals("7", header(plain("", "x"), "X-Tachikoma-User"));
    }

    @Test
    void theTrackingDomainIsTheHostOfTheLinks() throws Exception {
        OutgoingEmail.Builder request = plain("", "x");
        request.getTrackingDataBuilder().setTrackingDomain("click.bücher.example");

        assertEquals("<https://click.xn--bcher-kva.example/abuse/" + ID + ">", header(request, "X-Report-Abuse"));
        assertTrue(header(request, "List-Unsubscribe").contains("<https://click.xn--bcher-kva.example/unsubscribe/"));
    }

    @Test
    void answersGoWhereTheRequestSays() throws Exception {
        assertEquals("help@example.com", header(plain("", "x").setReplyTo(address("help@example.com")), "Reply-To"));
        assertNull(header(plain("", "x"), "Reply-To"));
        assertNull(header(plain("", "x").setReplyTo(address("")), "Reply-To"));
    }

    private static String header(OutgoingEmail.Builder request, String name) throws Exception {
        return parse(compose(request)).getHeader(name, null);
    }
}
