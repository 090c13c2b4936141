package com.sourceforgery.tachikoma.hit;

import static com.sourceforgery.tachikoma.hit.Pages.assertPage;
import static com.sourceforgery.tachikoma.hit.Pages.assertSafe;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.MailLinks;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What browsers do not ask for has an answer too, and does no harm. */
class OddRequestsIT {
    @RegisterExtension
    static final Installation installation = Installation.ofWebserver();

    static final MailLinks links = new MailLinks(installation.port());

    private final SentMail mail = new SentMail(installation);

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
                        links.unsubscribe(mail.id(), ""),
                        "confirmed=yes&x=" + "a".repeat(70_000),
                        "Accept-Language",
                        "sv"));
        mail.assertNothingCounted();
    }

    @Test
    void anAddressThatIsTooLongIsRefused() throws Exception {
        HttpResponse<String> answer =
                links.send(links.request(links.click(mail.id(), "https://shop.example/" + "a".repeat(65_536)))
                        .version(HttpClient.Version.HTTP_1_1)
                        .build());

        assertEquals(414, answer.statusCode());
        assertSafe(answer);
        mail.assertNothingCounted();
    }

    @Test
    void aGetWithTheTypeOfAFormIsAGet() throws Exception {
        String form = "application/x-www-form-urlencoded";

        assertEquals(
                200, links.get(links.pixel(mail.id()), "Content-Type", form).statusCode());
        assertEquals(
                200,
                links.get(links.unsubscribe(mail.id(), ""), "Content-Type", "multipart/form-data; boundary=x")
                        .statusCode());
        assertEquals(
                200,
                links.get(links.unsubscribe(mail.id(), ""), "Content-Type", form)
                        .statusCode());
    }

    @Test
    void noHeaderOfARequestReachesAStatementOrTheAnswer() throws Exception {
        HttpResponse<String> answer = links.get(
                links.pixel(mail.id()),
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
        mail.awaitEvents("OPENED");
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
