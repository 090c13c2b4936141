package com.sourceforgery.tachikoma.hit;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.MailLinks;
import com.sourceforgery.tachikoma.testsupport.RealServices;
import com.sourceforgery.tachikoma.testsupport.StoredEvents;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Links of mails: who follows one gets the right answer, and only what is meant counts. */
class LinkPagesIT {
    private static final String TARGET = "https://shop.example/offer?id=7&name=%C3%A5#top";

    @RegisterExtension
    static final RealServices services = new RealServices();

    @TempDir
    static Path folder;

    static Installation installation;
    static MailLinks links;
    static JdbcTemplate database;
    static StoredEvents stored;
    long mail;

    @BeforeAll
    static void start() throws Exception {
        installation = new Installation(services, folder)
                .with("LINK_SIGN_KEY", MailLinks.KEY + ",key of last year")
                .with("OVERRIDING_REMOTE_IP_HEADER", "X-Forwarded-For");
        installation.startWebserver();
        links = new MailLinks(installation.port());
        database = new JdbcTemplate(services.dataSource());
        stored = new StoredEvents(services.dataSource());
    }

    @AfterAll
    static void stop() throws Exception {
        installation.close();
    }

    @BeforeEach
    void aMailIsOut() {
        mail = stored.mail("shop@example.com", UUID.randomUUID() + "@world.example");
    }

    private List<String> events() {
        return database.queryForList("select kind from email_event where email_id = ? order by id", String.class, mail);
    }

    private void awaitEvents(String... kinds) {
        await().atMost(30, SECONDS).until(() -> events().equals(List.of(kinds)));
    }

    /** A hit that comes later is stored: so are all that came before, on the one way that hits have. */
    private void assertNothingCounted() throws Exception {
        long later = stored.mail("shop@example.com", "later@world.example");
        assertEquals(200, links.get(links.pixel(later)).statusCode());
        await().atMost(30, SECONDS)
                .until(() ->
                        database.queryForObject("select count(*) from hit where email_id = ?", Integer.class, later)
                                == 1);
        assertEquals(List.of(), events());
        assertEquals(0, database.queryForObject("select count(*) from hit where email_id = ?", Integer.class, mail));
    }

    private static void assertSafe(HttpResponse<?> answer) {
        Map<String, String> wanted = new TreeMap<>(Map.of(
                "x-content-type-options", "nosniff",
                "x-frame-options", "DENY",
                "referrer-policy", "no-referrer",
                "cache-control", "no-store"));
        wanted.forEach(
                (name, value) -> assertEquals(List.of(value), answer.headers().allValues(name), name));
        String policy = answer.headers().firstValue("content-security-policy").orElseThrow();
        assertTrue(policy.startsWith("default-src 'none'; ") && policy.contains("frame-ancestors 'none'"), policy);
        assertEquals(List.of(), answer.headers().allValues("set-cookie"));
    }

    private static void assertPage(int status, String language, String title, HttpResponse<String> answer) {
        assertEquals(status, answer.statusCode());
        assertSafe(answer);
        String page = answer.body();
        assertTrue(page.contains("<html lang=\"" + language + "\">"), page);
        assertTrue(page.contains("<title>" + title + "</title>"), page);
        assertTrue(page.contains("<h1>" + title + "</h1>"), page);
        assertFalse(page.contains("src=") || page.contains("href=") || page.contains("@import"), page);
        assertEquals(
                "text/html; charset=utf-8",
                answer.headers().firstValue("content-type").orElseThrow());
        assertEquals(language, answer.headers().firstValue("content-language").orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/1"})
    void aLoadedPixelIsAnOpenWithAddressAndAgentOfTheReader(String end) throws Exception {
        HttpResponse<byte[]> answer = HttpClient.newHttpClient()
                .send(
                        links.request(
                                        links.pixel(mail) + end,
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
        awaitEvents("OPENED");
        assertEquals(
                "203.0.113.9 HUMAN known-program",
                database.queryForObject(
                        "select concat_ws(' ', detail ->> 'ip_address', detail ->> 'verdict', detail ->> 'verdict_rule')"
                                + " from email_event where email_id = ?",
                        String.class,
                        mail));
    }

    @Test
    void aFollowedLinkLeadsToItsTargetAndIsAClick() throws Exception {
        HttpResponse<String> answer = links.get(links.click(mail, TARGET));

        assertEquals(302, answer.statusCode());
        assertEquals(TARGET, answer.headers().firstValue("location").orElseThrow());
        assertSafe(answer);
        awaitEvents("CLICKED");
        assertEquals(
                TARGET,
                database.queryForObject(
                        "select detail ->> 'clicked_url' from email_event where email_id = ?", String.class, mail));
    }

    @Test
    void lookingWithHeadIsAnsweredAndKeptButIsNoEvent() throws Exception {
        assertEquals(200, links.send("HEAD", links.pixel(mail)).statusCode());
        assertEquals(302, links.send("HEAD", links.click(mail, TARGET)).statusCode());
        assertEquals(200, links.send("HEAD", links.unsubscribe(mail, "")).statusCode());

        await().atMost(30, SECONDS)
                .until(() -> database.queryForObject(
                                "select count(*) from hit where email_id = ? and method = 'HEAD' and verdict = 'SCANNER'",
                                Integer.class,
                                mail)
                        == 2);
        assertEquals(List.of(), events());
    }

    @Test
    void linksThatAnOlderKeyHasSignedWork() throws Exception {
        MailLinks old = new MailLinks(installation.port(), "key of last year");

        assertEquals(302, links.get(old.click(mail, TARGET)).statusCode());
        awaitEvents("CLICKED");
    }

    @Test
    void aLinkOfAnotherAccountsMailCountsForThatAccountAlone() throws Exception {
        long other = stored.mailOf("example.net", "shop@example.net", "ada@world.example");

        assertEquals(200, links.get(links.pixel(other)).statusCode());

        await().atMost(30, SECONDS).until(() -> database.queryForList(
                        "select a.mail_domain from email_event v join account a on a.id = v.account_id"
                                + " where v.email_id = ?",
                        String.class,
                        other)
                .equals(List.of("example.net")));
        assertEquals(List.of(), events());
    }

    @Test
    void aLinkOfAMailThatIsNotThereIsKeptRaw() throws Exception {
        assertEquals(302, links.get(links.click(99_999_999, TARGET + "&gone")).statusCode());

        await().atMost(30, SECONDS)
                .until(() -> database.queryForObject(
                                "select count(*) from hit where email_id is null and url = ?",
                                Integer.class,
                                TARGET + "&gone")
                        == 1);
    }

    static Stream<Function<LinkPagesIT, String>> brokenLinks() {
        MailLinks forger = new MailLinks(0, "key of a forger");
        return Stream.of(
                test -> forger.pixel(test.mail),
                test -> forger.click(test.mail, TARGET),
                test -> forger.unsubscribe(test.mail, ""),
                test -> links.pixel(test.mail).replaceFirst(".$", ""),
                test -> links.click(test.mail, TARGET).replaceFirst(".{9}$", ""),
                test -> links.unsubscribe(test.mail, "").substring(0, 30),
                test -> links.click(test.mail, TARGET) + "AAAA",
                test -> links.click(test.mail, TARGET).replace("/c/", "/t/"),
                test -> links.pixel(test.mail).replace("/t/", "/c/"),
                test -> links.unsubscribe(test.mail, TARGET).replace("/unsubscribe/", "/c/"),
                test -> links.click(test.mail, TARGET).replace("/c/", "/unsubscribe/"),
                test -> "/c/a",
                test -> "/t/%00%0d%0a",
                test -> "/abuse/17",
                test -> links.click(test.mail, "javascript:alert(1)"),
                test -> links.click(test.mail, "//evil.example/"),
                test -> links.click(test.mail, "/offer"),
                test -> links.click(test.mail, "https:///offer"),
                test -> links.click(test.mail, "data:text/html,x"),
                test -> links.click(test.mail, "https://shop.example/\r\nSet-Cookie: a=b"),
                test -> links.click(test.mail, "https://shop.example/\0"),
                test -> links.click(test.mail, " https://shop.example/"));
    }

    @ParameterizedTest
    @MethodSource("brokenLinks")
    void aLinkThatWasNotMadeHereLeadsNowhereAndCountsNothing(Function<LinkPagesIT, String> link) throws Exception {
        HttpResponse<String> answer = links.get(link.apply(this), "Accept-Language", "sv");

        assertPage(404, "sv", "Länken fungerar inte", answer);
        assertEquals(List.of(), answer.headers().allValues("location"));
        assertNothingCounted();
    }

    @Test
    void aForgedUnsubscribeUnsubscribesNobody() throws Exception {
        MailLinks forger = new MailLinks(installation.port(), "key of a forger");

        assertPage(
                404,
                "en",
                "This link does not work",
                links.post(forger.unsubscribe(mail, ""), "List-Unsubscribe=One-Click"));
        assertNothingCounted();
    }

    @ParameterizedTest
    @CsvSource({
        "POST,/t/x,'GET, HEAD'",
        "DELETE,/c/x,'GET, HEAD'",
        "PUT,/unsubscribe/x,'GET, HEAD, POST'",
        "PATCH,/abuse,'GET, HEAD, POST'",
        "OPTIONS,/abuse/x,'GET, HEAD, POST'",
        "POST,/health,'GET, HEAD'"
    })
    void anotherMethodIsToldWhichThereAre(String method, String path, String allowed) throws Exception {
        HttpResponse<String> answer = links.send(method, path, "Accept-Language", "de");

        assertPage(405, "de", "Das geht hier nicht", answer);
        assertEquals(allowed, answer.headers().firstValue("allow").orElseThrow());
    }

    @Test
    void anAddressThatIsNoneHasAPageThatSaysSo() throws Exception {
        assertPage(404, "en", "There is nothing here", links.get("/nowhere"));
        assertPage(404, "en", "There is nothing here", links.get("/unsubscribe/"));
    }

    @Test
    void aFormThatIsTooLargeIsRefused() throws Exception {
        assertPage(
                413,
                "sv",
                "Det är för mycket",
                links.post(
                        links.unsubscribe(mail, ""), "confirmed=yes&x=" + "a".repeat(70_000), "Accept-Language", "sv"));
        assertNothingCounted();
    }

    @Test
    void anAddressThatIsTooLongIsRefused() throws Exception {
        HttpResponse<String> answer =
                links.send(links.request(links.click(mail, "https://shop.example/" + "a".repeat(65_536)))
                        .version(HttpClient.Version.HTTP_1_1)
                        .build());

        assertEquals(414, answer.statusCode());
        assertSafe(answer);
        assertNothingCounted();
    }

    @Test
    void aLongTargetIsReached() throws Exception {
        String target = "https://shop.example/" + "a".repeat(8_000);

        assertEquals(
                target,
                links.get(links.click(mail, target))
                        .headers()
                        .firstValue("location")
                        .orElseThrow());
    }

    @Test
    void aGetWithTheTypeOfAFormIsAGet() throws Exception {
        String form = "application/x-www-form-urlencoded";

        assertEquals(200, links.get(links.pixel(mail), "Content-Type", form).statusCode());
        assertEquals(
                200,
                links.get(links.unsubscribe(mail, ""), "Content-Type", "multipart/form-data; boundary=x")
                        .statusCode());
        assertEquals(
                200,
                links.get(links.unsubscribe(mail, ""), "Content-Type", form).statusCode());
    }

    @ParameterizedTest
    @CsvSource({"sv-SE,sv,Avsluta prenumerationen", "de,de,Abmelden", "fr,en,Unsubscribe"})
    void theLinkToUnsubscribeShowsAPageAndDoesNothing(String accepted, String language, String title) throws Exception {
        HttpResponse<String> answer = links.get(links.unsubscribe(mail, ""), "Accept-Language", accepted);

        assertPage(200, language, title, answer);
        assertTrue(answer.body().contains("<form method=\"post\">"), answer.body());
        assertNothingCounted();
    }

    @Test
    void theButtonOfThePageUnsubscribes() throws Exception {
        assertPage(200, "en", "You are unsubscribed", links.post(links.unsubscribe(mail, ""), "confirmed=yes"));
        awaitEvents("UNSUBSCRIBED");
    }

    @Test
    void theButtonLeadsToWhereTheSenderWantsIt() throws Exception {
        HttpResponse<String> answer = links.post(links.unsubscribe(mail, "https://shop.example/bye"), "confirmed=yes");

        assertEquals(303, answer.statusCode());
        assertEquals(
                "https://shop.example/bye",
                answer.headers().firstValue("location").orElseThrow());
        assertSafe(answer);
        awaitEvents("UNSUBSCRIBED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript:alert(1)", "//evil.example", "https://a.example/\r\nX: y"})
    void theButtonLeadsNowhereElse(String redirect) throws Exception {
        assertPage(200, "en", "You are unsubscribed", links.post(links.unsubscribe(mail, redirect), "confirmed=yes"));
        awaitEvents("UNSUBSCRIBED");
    }

    @Test
    void oneClickUnsubscribesAtOnceAndWithoutARedirect() throws Exception {
        assertPage(
                200,
                "en",
                "You are unsubscribed",
                links.post(links.unsubscribe(mail, "https://shop.example/bye"), "List-Unsubscribe=One-Click"));
        awaitEvents("UNSUBSCRIBED");
    }

    @Test
    void oneClickMayBeMultipart() throws Exception {
        String body = "--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--b--\r\n";

        HttpResponse<String> answer = links.send(links.request(links.unsubscribe(mail, ""))
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(BodyPublishers.ofString(body))
                .build());

        assertPage(200, "en", "You are unsubscribed", answer);
        awaitEvents("UNSUBSCRIBED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "List-Unsubscribe=Two-Clicks", "CamelSqlQuery=delete+from+hit"})
    void aPostThatDoesNotSayWhatItWantsChangesNothing(String form) throws Exception {
        assertPage(400, "en", "Nothing was changed", links.post(links.unsubscribe(mail, ""), form));
        assertNothingCounted();
    }

    private String autoMailId() {
        return database.queryForObject("select auto_mail_id::text from email where id = ?", String.class, mail);
    }

    @Test
    void abuseIsReportedByAFormWithWhatTheReporterWrites() throws Exception {
        HttpResponse<String> page = links.get("/abuse/" + autoMailId(), "Accept-Language", "de;q=0.3, sv;q=0.9");
        assertPage(200, "sv", "Anmäl missbruk", page);
        assertTrue(page.body().contains("<label for=\"text\">"), page.body());
        assertNothingCounted();

        assertPage(
                200,
                "en",
                "Thank you for the report",
                links.post("/abuse/" + autoMailId(), "confirmed=yes&text=I+never+asked%00+%E2%82%AC+%3Cb%3E"));
        awaitEvents("REPORTED_ABUSE");
        assertEquals(
                "I never asked € <b>",
                database.queryForObject(
                        "select detail ->> 'text' from email_event where email_id = ?", String.class, mail));
    }

    @Test
    void theFormAsksForTheMailWhenTheLinkNamesNone() throws Exception {
        HttpResponse<String> page = links.get("/abuse");
        assertPage(200, "en", "Report abuse", page);
        assertTrue(page.body().contains("<label for=\"mail\">"), page.body());

        assertPage(400, "en", "Which mail is it?", links.post("/abuse", "mail=that+one"));
        assertNothingCounted();
        assertPage(
                200,
                "en",
                "Thank you for the report",
                links.post("/abuse", "mail=%3C" + autoMailId() + "%40example.com%3E"));
        awaitEvents("REPORTED_ABUSE");
    }

    @Test
    void noHeaderOfARequestReachesAStatementOrTheAnswer() throws Exception {
        HttpResponse<String> answer = links.get(
                links.pixel(mail),
                "CamelSqlQuery",
                "delete from email",
                "CAmelBeanMethodName",
                "x",
                "CamelSpringRabbitmqExchangeOverrideName",
                "x",
                "CamelHttpResponseCode",
                "500",
                "X-Echo",
                "x");

        assertEquals(200, answer.statusCode());
        assertEquals(List.of(), answer.headers().allValues("x-echo"));
        awaitEvents("OPENED");
    }

    @Test
    void whatIsNoHttpClosesTheConnection() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", installation.port())) {
            OutputStream out = socket.getOutputStream();
            out.write("GET /\0 nonsense\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

            assertTrue(answer.startsWith("HTTP/1.0 400 "), answer);
            assertTrue(answer.toLowerCase(java.util.Locale.ROOT).contains("x-content-type-options: nosniff"), answer);
        }
    }
}
