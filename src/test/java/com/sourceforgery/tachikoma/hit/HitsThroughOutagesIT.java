package com.sourceforgery.tachikoma.hit;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.LoggedLines;
import com.sourceforgery.tachikoma.testsupport.MailLinks;
import com.sourceforgery.tachikoma.testsupport.Ports;
import com.sourceforgery.tachikoma.testsupport.RealServices;
import com.sourceforgery.tachikoma.testsupport.RoleProcess;
import com.sourceforgery.tachikoma.testsupport.StoredEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** Whatever is away or dies, each hit that was answered is stored and told exactly once. */
class HitsThroughOutagesIT {
    private static final String TARGET = "https://shop.example/";

    @RegisterExtension
    static final RealServices services = new RealServices();

    @TempDir
    Path folder;

    private final JdbcTemplate database = new JdbcTemplate(services.dataSource());
    private final StoredEvents stored = new StoredEvents(services.dataSource());

    private long mail() {
        return stored.mail("shop@example.com", "ada@world.example");
    }

    @AfterEach
    void allServicesAreThere() {
        services.rabbit().start();
        services.postgres().start();
    }

    private static void click(MailLinks links, long mail, int from, int to) throws Exception {
        for (int i = from; i <= to; i++) {
            assertEquals(302, links.get(links.click(mail, TARGET + i)).statusCode());
        }
    }

    private List<String> texts(String statement, long mail) {
        return database.queryForList(statement, String.class, mail);
    }

    private void awaitEachOnce(long mail, int last) {
        List<String> all = IntStream.rangeClosed(1, last)
                .mapToObj(i -> TARGET + i)
                .sorted()
                .toList();
        await().atMost(90, SECONDS).ignoreExceptions().untilAsserted(() -> {
            assertEquals(all, sorted(texts("select url from hit where email_id = ? and kind = 'CLICKED'", mail)));
            assertEquals(
                    all,
                    sorted(texts(
                            "select detail ->> 'clicked_url' from email_event where email_id = ? and kind = 'CLICKED'",
                            mail)));
        });
    }

    private static List<String> sorted(List<String> urls) {
        return urls.stream().sorted().toList();
    }

    private List<Path> spooled() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("spool"))) {
            return files.filter(file -> file.toString().endsWith(".jsonl")).toList();
        }
    }

    @Test
    void hitsWaitOnTheDiskWhileTheBrokerIsAway() throws Exception {
        try (Installation installation = new Installation(services, folder)) {
            installation.startWebserver();
            MailLinks links = new MailLinks(installation.port());
            long mail = mail();
            click(links, mail, 1, 3);
            services.rabbit().kill();
            click(links, mail, 4, 8);
            assertFalse(spooled().isEmpty());
            assertEquals(
                    200,
                    links.post(links.unsubscribe(mail, ""), "confirmed=yes").statusCode());

            services.rabbit().start();

            await().atMost(90, SECONDS).until(() -> spooled().isEmpty());
            click(links, mail, 9, 9);
            await().atMost(60, SECONDS)
                    .until(() -> texts("select kind from email_event where email_id = ? and kind <> 'CLICKED'", mail)
                            .equals(List.of("UNSUBSCRIBED")));
            awaitEachOnce(mail, 9);
        }
    }

    @Test
    void hitsWaitInTheQueueWhileTheDatabaseIsAway() throws Exception {
        try (Installation installation = new Installation(services, folder)) {
            installation.startWebserver();
            MailLinks links = new MailLinks(installation.port());
            long mail = mail();
            services.postgres().kill();
            click(links, mail, 1, 5);
            assertEquals(List.of(), spooled());

            services.postgres().start();

            awaitEachOnce(mail, 5);
        }
    }

    @Test
    void hitsThatTheDatabaseDidNotTakeInTimeComeAgainAndAreNoDeadLetters() throws Exception {
        try (Installation installation = new Installation(services, folder);
                LoggedLines log = new LoggedLines()) {
            installation.startWebserver();
            MailLinks links = new MailLinks(installation.port());
            long mail = mail();
            services.postgres().kill();
            click(links, mail, 1, 40);
            await().atMost(90, SECONDS)
                    .until(() -> log.with("deadletter-tick has failed").size() >= 3);

            services.postgres().start();

            awaitEachOnce(mail, 40);
            assertEquals(0, database.queryForObject("select count(*) from dead_letter", Integer.class));
        }
    }

    @Test
    void aWebserverThatStopsHasKeptWhatItHasAnswered() throws Exception {
        long mail;
        try (Installation installation = new Installation(services, folder)) {
            installation.startWebserver();
            mail = mail();
            click(new MailLinks(installation.port()), mail, 1, 3);
            services.rabbit().kill();
            click(new MailLinks(installation.port()), mail, 4, 6);
            installation.stopWebserver();
            services.rabbit().start();

            installation.startWebserver();

            awaitEachOnce(mail, 6);
        }
    }

    @Test
    void aWebserverThatIsKilledWithAllAwayHasKeptWhatItHasAnswered() throws Exception {
        int port = Ports.free();
        MailLinks links = new MailLinks(port);
        long mail;
        try (RoleProcess webserver = process(port)) {
            start(webserver, links);
            mail = mail();
            services.postgres().kill();
            click(links, mail, 1, 3);
            services.rabbit().kill();
            click(links, mail, 4, 6);
            webserver.kill();
            assertFalse(spooled().isEmpty());
            Files.writeString(spooled().get(0), "{\"id\": \"half a li", java.nio.file.StandardOpenOption.APPEND);
            services.rabbit().start();
            services.postgres().start();

            start(webserver, links);

            awaitEachOnce(mail, 6);
            assertTrue(webserver.isAlive());
        }
    }

    private RoleProcess process(int port) {
        Map<String, String> settings = new HashMap<>();
        settings.put("SQL_URL", services.sqlUrl());
        settings.put("MQ_URL", services.mqUrl());
        settings.put("MAIL_DOMAINS", Installation.DOMAIN);
        settings.put("LINK_SIGN_KEY", MailLinks.KEY);
        settings.put("WEBTOKEN_SIGN_KEY", "token key of the tests");
        settings.put("TACHIKOMA_ADDRESS", "127.0.0.1");
        settings.put("TACHIKOMA_PORT", Integer.toString(port));
        settings.put("TACHIKOMA_MANAGEMENT_PORT", Integer.toString(Ports.free()));
        settings.put("TACHIKOMA_TOKEN_FILE", folder.resolve("tokens").toString());
        settings.put("TACHIKOMA_SPOOL", folder.resolve("spool").toString());
        return new RoleProcess("webserver", settings, folder.resolve("log"));
    }

    private static void start(RoleProcess webserver, MailLinks links) throws IOException {
        webserver.start();
        await().atMost(120, SECONDS)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> links.get("/health").statusCode() == 200);
    }

    @Test
    void withoutBrokerAndSpoolReadersAreServedAndWishesAreRefused() throws Exception {
        try (Installation installation = new Installation(services, folder)
                        .withProperty("tachikoma.hit.spool-bytes", "600")
                        .withProperty("tachikoma.hit.spool-alarm-bytes", "100");
                LoggedLines log = new LoggedLines()) {
            installation.startWebserver();
            MailLinks links = new MailLinks(installation.port());
            long mail = mail();
            services.rabbit().kill();

            click(links, mail, 1, 8);

            assertEquals(
                    503,
                    links.post(links.unsubscribe(mail, ""), "confirmed=yes").statusCode());
            assertEquals(
                    503,
                    links.post("/abuse/" + java.util.UUID.randomUUID(), "confirmed=yes")
                            .statusCode());
            await().atMost(60, SECONDS)
                    .until(() -> !log.with("bytes of hits wait in the spool").isEmpty());
            assertFalse(log.with("ALARM: neither the broker nor the spool takes the hit")
                    .isEmpty());
            services.rabbit().start();
            await().atMost(90, SECONDS).until(() -> spooled().isEmpty());
            assertEquals(
                    200,
                    links.post(links.unsubscribe(mail, ""), "confirmed=yes").statusCode());
        }
    }

    @Test
    void aHitThatCannotBeStoredIsKeptAndStoredLater() throws Exception {
        try (Installation installation = new Installation(services, folder)) {
            installation.startWebserver();
            MailLinks links = new MailLinks(installation.port());
            long mail = mail();
            database.execute(
                    "alter table hit add constraint nothing_today check (url is distinct from '" + TARGET + "2')");
            click(links, mail, 1, 3);

            await().atMost(60, SECONDS).until(() -> database.queryForList("select stage from dead_letter", String.class)
                    .equals(List.of("hit")));
            database.execute("alter table hit drop constraint nothing_today");
            database.update("update dead_letter set retry_requested_at = now()");

            awaitEachOnce(mail, 3);
            await().atMost(30, SECONDS)
                    .until(() -> database.queryForObject("select count(*) from dead_letter", Integer.class) == 0);
        }
    }
}
