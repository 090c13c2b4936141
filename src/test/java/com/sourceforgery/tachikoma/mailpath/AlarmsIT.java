package com.sourceforgery.tachikoma.mailpath;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.mta.DeliveryNotification;
import com.sourceforgery.tachikoma.mta.EmailMessage;
import com.sourceforgery.tachikoma.mta.MTADeliveryNotificationsGrpc;
import com.sourceforgery.tachikoma.testsupport.FakeNode;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.LoggedLines;
import com.sourceforgery.tachikoma.testsupport.Mails;
import com.sourceforgery.tachikoma.testsupport.Ports;
import com.sourceforgery.tachikoma.testsupport.RealServices;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** What an operator is told by the log. */
class AlarmsIT {
    private static final int LIFETIME_SECONDS = 5;

    @RegisterExtension
    static final RealServices services = new RealServices();

    @TempDir
    static Path folder;

    static final int MANAGEMENT_PORT = Ports.free();

    static LoggedLines log;
    static JdbcTemplate database;
    static Installation installation;

    @BeforeAll
    static void start() throws Exception {
        log = new LoggedLines();
        database = new JdbcTemplate(services.dataSource());
        database.update("insert into email_event (mail_month, email_id, account_id, cause, kind) "
                + "values ('1999-01-01', 1, 1, 'queued', 'QUEUED')");
        installation = new Installation(services, folder)
                .with("TACHIKOMA_MANAGEMENT_ADDRESS", "127.0.0.1")
                .with("TACHIKOMA_MANAGEMENT_PORT", Integer.toString(MANAGEMENT_PORT))
                .withProperty("camel.management.enabled", "true")
                .withProperty("tachikoma.queued.lifetime-seconds", Integer.toString(LIFETIME_SECONDS));
        installation.startWebserver();
    }

    @AfterAll
    static void stop() throws Exception {
        installation.close();
        log.close();
    }

    @Test
    void eventsWithoutAPartitionOfTheirOwnAreAnAlarm() {
        await().until(
                        () -> log.with("default partition")
                                .contains(
                                        "ERROR ALARM: 1 events or hits are in the default partition, so partitions were not made in time"));
    }

    @Test
    void aMailWhoseOutcomeIsUnknownAfterPostfixsQueueLifetimeIsAnAlarmOnce() throws Exception {
        try (FakeNode node = FakeNode.connect(installation.apiToken("BACKEND"), installation.channel())) {
            installation
                    .delivery()
                    .sendEmailUnary(Mails.to("known@world.example", "unknown@world.example", "deferred@world.example")
                            .build());
            for (int i = 0; i < 3; i++) {
                EmailMessage mail = node.take();
                String name = mail.getEmailAddress().replaceFirst("@.*", "");
                node.queued(mail, name);
                report(name, name.equals("known") ? "2.0.0" : "4.2.0");
            }
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> !overdue().isEmpty());
        String told = overdue().get(0);
        assertTrue(told.startsWith("ERROR ALARM: of 2 mails of account "), told);
        assertTrue(told.endsWith("queue id deferred"), told);
        watchedOn();
        assertEquals(1, overdue().size(), overdue().toString());
        assertEquals(List.of("2.0"), counted());
    }

    private static List<String> counted() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + MANAGEMENT_PORT + "/observe/metrics"))
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofLines())
                .body()
                .filter(line -> line.startsWith("tachikoma_mails_without_outcome_total"))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .toList();
    }

    private static void report(String name, String status) throws Exception {
        if (!name.equals("unknown")) {
            installation
                    .as("BACKEND", MTADeliveryNotificationsGrpc.newBlockingStub(installation.channel()))
                    .setDeliveryStatus(DeliveryNotification.newBuilder()
                            .setQueueId(name)
                            .setOriginalRecipient(name + "@world.example")
                            .setStatus(status)
                            .build());
        }
    }

    private static List<String> overdue() {
        return log.with("since Postfix queued them");
    }

    private static void watchedOn() {
        String before = watchedUntil();
        await().atMost(Duration.ofSeconds(60)).until(() -> !watchedUntil().equals(before));
    }

    private static String watchedUntil() {
        return database.queryForObject(
                "select watched_until::text from watch where name = 'queued-overdue'", String.class);
    }
}
