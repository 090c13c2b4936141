package com.sourceforgery.tachikoma.hit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.LoggedLines;
import com.sourceforgery.tachikoma.testsupport.MailLinks;
import com.sourceforgery.tachikoma.testsupport.RealServices;
import com.sourceforgery.tachikoma.testsupport.RoleProcess;
import com.sourceforgery.tachikoma.testsupport.StoredEvents;
import com.sourceforgery.tachikoma.testsupport.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is away or dies, each hit that was answered is stored and told exactly once. */
class HitsThroughOutagesIT {
    private static final String TARGET = "https://shop.example/";

    @RegisterExtension
    static final RealServices services = new RealServices();

    @TempDir
    Path folder;

    private final TestDatabase database = new TestDatabase(services.dataSource());
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

    private void awaitEachOnce(long mail, int last) {
        List<String> all = IntStream.rangeClosed(1, last)
                .mapToObj(i -> TARGET + i)
                .sorted()
                .toList();
        await().ignoreExceptions().untilAsserted(() -> {
            assertEquals(
                    all, sorted(database.texts("select url from hit where email_id = ? and kind = 'CLICKED'", mail)));
            assertEquals(
                    all,
                    sorted(database.texts(
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

            await().until(() -> spooled().isEmpty());
            click(links, mail, 9, 9);
            await().until(() -> database.texts(
                            "select kind from email_event where email_id = ? and kind <> 'CLICKED'", mail)
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
            await().until(() -> log.with("deadletter-tick has failed").size() >= 3);

            services.postgres().start();

            awaitEachOnce(mail, 40);
            assertEquals(0, database.count("dead_letter"));
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
        try (Installation installation = new Installation(services, folder);
                RoleProcess webserver =
                        new RoleProcess("webserver", installation.webserverSettings(), folder.resolve("log"))) {
            MailLinks links = new MailLinks(installation.port());
            webserver.start();
            installation.connectTo(webserver);
            long mail = mail();
            services.postgres().kill();
            click(links, mail, 1, 3);
            services.rabbit().kill();
            click(links, mail, 4, 6);
            webserver.kill();
            assertFalse(spooled().isEmpty());
            Files.writeString(spooled().get(0), "{\"id\": \"half a li", java.nio.file.StandardOpenOption.APPEND);
            services.rabbit().start();
            services.postgres().start();

            webserver.start();

            awaitEachOnce(mail, 6);
            assertTrue(webserver.isAlive());
        }
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
            await().until(() -> !log.with("bytes of hits wait in the spool").isEmpty());
            assertFalse(log.with("ALARM: neither the broker nor the spool takes the hit")
                    .isEmpty());
            services.rabbit().start();
            await().until(() -> spooled().isEmpty());
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

            await().until(() -> database.texts("select stage from dead_letter").equals(List.of("hit")));
            database.execute("alter table hit drop constraint nothing_today");
            database.update("update dead_letter set retry_requested_at = now()");

            awaitEachOnce(mail, 3);
            database.awaitEmpty("dead_letter");
        }
    }
}
