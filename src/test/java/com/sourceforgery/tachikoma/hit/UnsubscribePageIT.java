package com.sourceforgery.tachikoma.hit;

import static com.sourceforgery.tachikoma.hit.Pages.assertPage;
import static com.sourceforgery.tachikoma.hit.Pages.assertSafe;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.MailLinks;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who means it is unsubscribed: by the button of the page or the one click of a mail program, never by looking. */
class UnsubscribePageIT {
    @RegisterExtension
    static final Installation installation = Installation.ofWebserver();

    static final MailLinks links = new MailLinks(installation.port());

    private final SentMail mail = new SentMail(installation);

    @ParameterizedTest
    @CsvSource({"sv-SE,sv,Avsluta prenumerationen", "de,de,Abmelden", "fr,en,Unsubscribe"})
    void theLinkToUnsubscribeShowsAPageAndDoesNothing(String accepted, String language, String title) throws Exception {
        HttpResponse<String> answer = links.get(links.unsubscribe(mail.id(), ""), "Accept-Language", accepted);

        assertPage(200, language, title, answer);
        assertTrue(answer.body().contains("<form method=\"post\">"), answer.body());
        mail.assertNothingCounted();
    }

    @Test
    void theButtonOfThePageUnsubscribes() throws Exception {
        assertPage(200, "en", "You are unsubscribed", links.post(links.unsubscribe(mail.id(), ""), "confirmed=yes"));
        mail.awaitEvents("UNSUBSCRIBED");
    }

    @Test
    void theButtonLeadsToWhereTheSenderWantsIt() throws Exception {
        HttpResponse<String> answer =
                links.post(links.unsubscribe(mail.id(), "https://shop.example/bye"), "confirmed=yes");

        assertEquals(303, answer.statusCode());
        assertEquals(
                "https://shop.example/bye",
                answer.headers().firstValue("location").orElseThrow());
        assertSafe(answer);
        mail.awaitEvents("UNSUBSCRIBED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript:alert(1)", "//evil.example", "https://a.example/\r\nX: y"})
    void theButtonLeadsNowhereElse(String redirect) throws Exception {
        assertPage(
                200, "en", "You are unsubscribed", links.post(links.unsubscribe(mail.id(), redirect), "confirmed=yes"));
        mail.awaitEvents("UNSUBSCRIBED");
    }

    @Test
    void oneClickUnsubscribesAtOnceAndWithoutARedirect() throws Exception {
        assertPage(
                200,
                "en",
                "You are unsubscribed",
                links.post(links.unsubscribe(mail.id(), "https://shop.example/bye"), "List-Unsubscribe=One-Click"));
        mail.awaitEvents("UNSUBSCRIBED");
    }

    @Test
    void oneClickMayBeMultipart() throws Exception {
        String body = "--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--b--\r\n";

        HttpResponse<String> answer = links.send(links.request(links.unsubscribe(mail.id(), ""))
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(BodyPublishers.ofString(body))
                .build());

        assertPage(200, "en", "You are unsubscribed", answer);
        mail.awaitEvents("UNSUBSCRIBED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "List-Unsubscribe=Two-Clicks", "CamelSqlQuery=delete+from+hit"})
    void aPostThatDoesNotSayWhatItWantsChangesNothing(String form) throws Exception {
        assertPage(400, "en", "Nothing was changed", links.post(links.unsubscribe(mail.id(), ""), form));
        mail.assertNothingCounted();
    }
}
