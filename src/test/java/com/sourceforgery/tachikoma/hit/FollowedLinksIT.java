package com.sourceforgery.tachikoma.hit;

import static com.sourceforgery.tachikoma.hit.Pages.assertSafe;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.MailLinks;
import com.sourceforgery.tachikoma.testsupport.StoredEvents;
import com.sourceforgery.tachikoma.testsupport.TestDatabase;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A reader who loads the picture or follows a link gets what is there, and is counted once, for the right mail. */
class FollowedLinksIT {
    private static final String TARGET = "https://shop.example/offer?id=7&name=%C3%A5#top";

    @RegisterExtension
    static final Installation installation = Installation.ofWebserver()
            .with("LINK_SIGN_KEY", MailLinks.KEY + ",key of last year")
            .with("OVERRIDING_REMOTE_IP_HEADER", "X-Forwarded-For");

    static final MailLinks links = new MailLinks(installation.port());
    static final TestDatabase database = installation.database();
    static final StoredEvents stored = installation.storedEvents();

    private final SentMail mail = new SentMail(installation);

    @ParameterizedTest
    @ValueSource(strings = {"", "/1"})
    void aLoadedPixelIsAnOpenWithAddressAndAgentOfTheReader(String end) throws Exception {
        HttpResponse<byte[]> answer = HttpClient.newHttpClient()
                .send(
                        links.request(
                                        links.pixel(mail.id()) + end,
                                        "User-Agent",
                                        "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                                        "X-Forwarded-For",
                                        "198.51.100.1, 203.0.113.9")
                                .build(),
                        BodyHandlers.ofByteArray());

        assertEquals(200, answer.statusCode());
        assertEquals("image/gif", answer.headers().firstValue("content-type").orElseThrow());
        assertArrayEquals("GIF89a".getBytes(StandardCharsets.US_ASCII), java.util.Arrays.copyOf(answer.body(), 6));
        assertSafe(answer);
        mail.awaitEvents("OPENED");
        assertEquals(
                "203.0.113.9 HUMAN known-program",
                mail.detail("ip_address") + " " + mail.detail("verdict") + " " + mail.detail("verdict_rule"));
    }

    @Test
    void aFollowedLinkLeadsToItsTargetAndIsAClick() throws Exception {
        HttpResponse<String> answer = links.get(links.click(mail.id(), TARGET));

        assertEquals(302, answer.statusCode());
        assertEquals(TARGET, answer.headers().firstValue("location").orElseThrow());
        assertSafe(answer);
        mail.awaitEvents("CLICKED");
        assertEquals(TARGET, mail.detail("clicked_url"));
    }

    @Test
    void aLongTargetIsReached() throws Exception {
        String target = "https://shop.example/" + "a".repeat(8_000);

        assertEquals(
                target,
                links.get(links.click(mail.id(), target))
                        .headers()
                        .firstValue("location")
                        .orElseThrow());
    }

    @Test
    void lookingWithHeadIsAnsweredAndKeptButIsNoEvent() throws Exception {
        assertEquals(200, links.send("HEAD", links.pixel(mail.id())).statusCode());
        assertEquals(302, links.send("HEAD", links.click(mail.id(), TARGET)).statusCode());
        assertEquals(200, links.send("HEAD", links.unsubscribe(mail.id(), "")).statusCode());

        await().until(() ->
                database.count("hit where email_id = ? and method = 'HEAD' and verdict = 'SCANNER'", mail.id()) == 2);
        assertEquals(List.of(), mail.events());
    }

    @Test
    void linksThatAnOlderKeyHasSignedWork() throws Exception {
        MailLinks old = new MailLinks(installation.port(), "key of last year");

        assertEquals(302, links.get(old.click(mail.id(), TARGET)).statusCode());
        mail.awaitEvents("CLICKED");
    }

    @Test
    void aLinkOfAnotherAccountsMailCountsForThatAccountAlone() throws Exception {
        long other = stored.mailOf("example.net", "shop@example.net", "ada@world.example");

        assertEquals(200, links.get(links.pixel(other)).statusCode());

        await().until(() -> database.texts(
                        "select a.mail_domain from email_event v join account a on a.id = v.account_id"
                                + " where v.email_id = ?",
                        other)
                .equals(List.of("example.net")));
        assertEquals(List.of(), mail.events());
    }

    @Test
    void aLinkOfAMailThatIsNotThereIsKeptRaw() throws Exception {
        assertEquals(302, links.get(links.click(99_999_999, TARGET + "&gone")).statusCode());

        await().until(() -> database.count("hit where email_id is null and url = ?", TARGET + "&gone") == 1);
    }
}
