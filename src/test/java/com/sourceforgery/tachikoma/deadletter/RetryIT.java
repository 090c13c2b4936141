package com.sourceforgery.tachikoma.deadletter;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.cli.DeadLettersCommand;
import com.sourceforgery.tachikoma.mta.DeliveryNotification;
import com.sourceforgery.tachikoma.mta.EmailMessage;
import com.sourceforgery.tachikoma.mta.MTADeliveryNotificationsGrpc;
import com.sourceforgery.tachikoma.testsupport.FakeNode;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Mails;
import com.sourceforgery.tachikoma.testsupport.Notifications;
import com.sourceforgery.tachikoma.testsupport.RealServices;
import com.sourceforgery.tachikoma.testsupport.StoredEvents;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import picocli.CommandLine;

class RetryIT {
    @RegisterExtension
    static final RealServices services = new RealServices();

    @TempDir
    static Path folder;

    static Installation installation;
    static Notifications notifications;
    static String nodeToken;
    static JdbcTemplate database;

    private final StringWriter out = new StringWriter();

    @BeforeAll
    static void start() throws Exception {
        System.setProperty("sql.url", services.sqlUrl());
        installation = new Installation(services, folder);
        installation.startWebserver();
        notifications = installation.follow();
        nodeToken = Installation.DOMAIN + ":" + installation.token(Installation.DOMAIN, "BACKEND");
        database = new JdbcTemplate(services.dataSource());
    }

    @AfterAll
    static void stop() throws Exception {
        System.clearProperty("sql.url");
        installation.close();
    }

    @AfterEach
    void noLetterIsLeft() {
        database.update("delete from dead_letter");
    }

    /** Exit code of {@code dead-letters retry}. */
    private int retry(long id) {
        return new CommandLine(new DeadLettersCommand())
                .setOut(new PrintWriter(out, true))
                .execute("retry", Long.toString(id));
    }

    private static long awaitLetter(String stage) {
        return await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> database.queryForList("select id from dead_letter where stage = ?", Long.class, stage),
                        ids -> ids.size() == 1)
                .get(0);
    }

    private static long letterCount() {
        return database.queryForObject("select count(*) from dead_letter", Long.class);
    }

    private static void awaitEvents(String recipient, String... kinds) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertEquals(
                        List.of(kinds),
                        notifications.brief().stream()
                                .filter(brief -> brief.startsWith(recipient + " "))
                                .map(brief -> brief.substring(recipient.length() + 1))
                                .toList()));
    }

    private static void send(String recipient) throws Exception {
        installation.delivery().sendEmailUnary(Mails.to(recipient).build());
    }

    private static void report(String queueId, String recipient, String status) {
        Installation.withToken(nodeToken, MTADeliveryNotificationsGrpc.newBlockingStub(installation.channel()))
                .setDeliveryStatus(DeliveryNotification.newBuilder()
                        .setQueueId(queueId)
                        .setOriginalRecipient(recipient)
                        .setStatus(status)
                        .build());
    }

    @Test
    void aReportThatCouldNotBeStoredIsStoredAgain() throws Exception {
        try (FakeNode node = FakeNode.connect(nodeToken, installation.channel())) {
            send("status@world.example");
            EmailMessage mail = node.take();
            database.execute("alter table early_status rename to elsewhere");
            long id;
            try {
                report("Q-status", "status@world.example", "2.0.0");
                id = awaitLetter("status");
            } finally {
                database.execute("alter table elsewhere rename to early_status");
            }

            assertEquals(0, retry(id), out::toString);

            assertEquals("1 requested.\n1 done.\n", out.toString());
            assertEquals(0, letterCount());
            node.queued(mail, "Q-status");
            awaitEvents("status@world.example", "QUEUED", "DELIVERED");
        }
    }

    @Test
    void aReportThatSaysNothingUsableStaysWithTheReason() {
        report("Q", "unusable@world.example", "delivered, I think");
        long id = awaitLetter("status");

        assertEquals(1, retry(id));

        assertEquals(
                "1 requested.\n0 done.\n" + id + " stays: The report still names no status, no recipient or no mail\n",
                out.toString());
        assertEquals(1, letterCount());
    }

    @Test
    void aReportThatNobodyHasClaimedWaitsOnceMore() {
        database.update("insert into early_status (account_id, queue_id, recipient, cause, status, received_at) "
                + "select id, 'Q-old', 'old@world.example', 'log:old', '2.0.0', now() - interval '8 days' from account "
                + "where mail_domain = 'example.com'");
        long id = awaitLetter("status");

        assertEquals(0, retry(id), out::toString);

        assertEquals(
                1,
                database.queryForObject(
                        "select count(*) from early_status where queue_id = 'Q-old' and received_at > now() - interval '1 hour'",
                        Long.class));
    }

    @Test
    void anEventThatCouldNotBePublishedIsPublishedAgain() throws Exception {
        try (FakeNode node = FakeNode.connect(nodeToken, installation.channel())) {
            send("event@world.example");
            node.queued(node.take(), "Q-event");
            awaitEvents("event@world.example", "QUEUED");
        }
        database.execute("with unknown as (insert into email_event (mail_month, email_id, account_id, cause, kind) "
                + "select mail_month, id, account_id, 'test', '" + StoredEvents.unheardOf(database) + "' from email "
                + "where recipient = 'event@world.example' returning id, mail_month) "
                + "insert into event_outbox (event_id, mail_month) select id, mail_month from unknown");
        long id = awaitLetter("notify");
        database.update("update email_event set kind = 'DELIVERED' where cause = 'test'");

        assertEquals(0, retry(id), out::toString);

        assertEquals(0, letterCount());
        awaitEvents("event@world.example", "QUEUED", "DELIVERED");
    }

    @Test
    void anEventOfAnAddressIsPublishedAgainToo() {
        database.execute("with known as (insert into address_event (account_id, from_email, recipient, new_reason) "
                + "select id, 'shop@example.com', 'a@world.example', 'UNSUBSCRIBED' from account "
                + "where mail_domain = 'example.com' returning id, account_id) "
                + "insert into dead_letter (account_id, stage, cause, payload, payload_type) select account_id, 'notify', "
                + "'test', convert_to(json_build_object('event_id', id, 'mail_month', null)::text, 'UTF8'), "
                + "'application/json' from known");

        assertEquals(0, retry(awaitLetter("notify")), out::toString);

        assertEquals(0, letterCount());
    }

    @Test
    void aMailThatCouldNotBeComposedIsComposedAgainAndSent() throws Exception {
        send("mail@world.example");
        byte[] body = database.queryForObject("select body from send_request order by id desc limit 1", byte[].class);
        database.update("update send_request set body = '\\xff' where id = (select max(id) from send_request)");
        try (FakeNode node = FakeNode.connect(nodeToken, installation.channel())) {
            long id = awaitLetter("dispatch");
            awaitEvents("mail@world.example", "HARD_BOUNCED");
            database.update("update send_request set body = ? where id = (select max(id) from send_request)", body);

            assertEquals(0, retry(id), out::toString);

            assertEquals(0, letterCount());
            node.queued(node.take(), "Q-mail");
            awaitEvents("mail@world.example", "HARD_BOUNCED", "QUEUED");
        }
    }

    @Test
    void whatIsNotThereAnyMoreCannotBeRetried() {
        database.update(
                "insert into dead_letter (account_id, stage, cause, payload, payload_type) select id, 'dispatch', "
                        + "'test', convert_to('{\"email_id\": 0}', 'UTF8'), 'application/json' from account limit 1");

        assertEquals(1, retry(awaitLetter("dispatch")));

        assertTrue(out.toString().endsWith(" stays: The mail is not there any more\n"), out::toString);
        database.update("delete from dead_letter");
        database.update(
                "insert into dead_letter (account_id, stage, cause, payload, payload_type) select id, 'notify', "
                        + "'test', convert_to('{\"event_id\": 0, \"mail_month\": \"2026-01-01\"}', 'UTF8'), "
                        + "'application/json' from account limit 1");

        assertEquals(1, retry(awaitLetter("notify")));

        assertTrue(out.toString().endsWith(" stays: The event is not there any more\n"), out::toString);
    }

    @Test
    void aLetterOfAnUnknownStageCannotBeRetried() {
        database.update(
                "insert into dead_letter (stage, cause, payload, payload_type) values ('other', 'test', '', 'x')");

        assertEquals(1, retry(awaitLetter("other")));

        assertTrue(out.toString().endsWith(" stays: Dead letters of stage other cannot be retried\n"), out::toString);
    }
}
