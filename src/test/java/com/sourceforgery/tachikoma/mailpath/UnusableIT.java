package com.sourceforgery.tachikoma.mailpath;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailRecipient;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.TemplateBody;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.TemplateEngine;
import com.sourceforgery.tachikoma.testsupport.BrokerView;
import com.sourceforgery.tachikoma.testsupport.FakeNode;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Mails;
import com.sourceforgery.tachikoma.testsupport.Notifications;
import com.sourceforgery.tachikoma.testsupport.RealServices;
import com.sourceforgery.tachikoma.testsupport.StoredEvents;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** What cannot be used ends in the dead letters, with its cause, and is in nobody's way. */
class UnusableIT {
    @RegisterExtension
    static final RealServices services = new RealServices();

    @TempDir
    static Path folder;

    static Installation installation;
    static Notifications notifications;
    static JdbcTemplate database;
    static BrokerView broker;
    static FakeNode node;

    @BeforeAll
    static void start() throws Exception {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
        installation = new Installation(services, folder)
                .withProperty("tachikoma.stream.acknowledge-seconds", "1")
                .withProperty("tachikoma.session.silence-seconds", "3600");
        installation.startWebserver();
        notifications = installation.follow();
        database = new JdbcTemplate(services.dataSource());
        broker = new BrokerView(services);
        node = FakeNode.queueingAll(installation.apiToken("BACKEND"), installation.channel());
        installation.delivery().sendEmailUnary(Mails.to("first@world.example").build());
        awaitEvents("first@world.example", "QUEUED");
    }

    @AfterAll
    static void stop() throws Exception {
        node.close();
        installation.close();
    }

    private static void awaitEvents(String recipient, String... kinds) {
        await().untilAsserted(() -> assertEquals(
                List.of(kinds),
                notifications.brief().stream()
                        .filter(brief -> brief.startsWith(recipient + " "))
                        .map(brief -> brief.substring(recipient.length() + 1))
                        .toList()));
    }

    private static void awaitDeadLetter(String stage, String cause) {
        await().until(() -> 1
                <= database.queryForObject(
                        "select count(*) from dead_letter where stage = ? and cause like ?",
                        Integer.class,
                        stage,
                        cause));
    }

    @Test
    void aMailThatCannotBeComposedBouncesHardAndTheOthersOfItsRequestGo() throws Exception {
        OutgoingEmail.Builder mail = Mails.to("fine@world.example");
        mail.setTemplate(TemplateBody.newBuilder()
                .setTemplatingEngine(TemplateEngine.MUSTASCH)
                .setSubject("List")
                .setPlaintextTemplate("{{#l}}{{#l}}{{#l}}{{#l}}a long line of text{{/l}}{{/l}}{{/l}}{{/l}}\n"));
        mail.addRecipients(EmailRecipient.newBuilder()
                .setNamedEmail(mail.getRecipients(0).getNamedEmail().toBuilder().setEmail("bomb@world.example"))
                .setTemplateVars(Struct.newBuilder()
                        .putFields(
                                "l",
                                Value.newBuilder()
                                        .setListValue(ListValue.newBuilder()
                                                .addAllValues(Collections.nCopies(
                                                        300,
                                                        Value.newBuilder()
                                                                .setNumberValue(1)
                                                                .build())))
                                        .build())));
        installation.delivery().sendEmailUnary(mail.build());

        awaitEvents("fine@world.example", "QUEUED");
        awaitEvents("bomb@world.example", "HARD_BOUNCED");
        awaitDeadLetter("dispatch", "not sent: %");
        assertEquals(0, database.queryForObject("select count(*) from outbox", Integer.class));
        assertEquals(0, database.queryForObject("select count(*) from blocked_email", Integer.class));
    }

    @Test
    void anEventThatCannotBePublishedIsADeadLetterAndTheOthersGoOn() throws Exception {
        installation.delivery().sendEmailUnary(Mails.to("odd@world.example").build());
        awaitEvents("odd@world.example", "QUEUED");
        addEvent("odd@world.example", StoredEvents.unheardOf(database));
        addEvent("odd@world.example", "DELIVERED");

        awaitEvents("odd@world.example", "QUEUED", "DELIVERED");
        awaitDeadLetter("notify", "%UNHEARD_OF%");
        assertEquals(0, database.queryForObject("select count(*) from event_outbox", Integer.class));
    }

    private static void addEvent(String recipient, String kind) {
        database.update(
                "with told as (insert into email_event (mail_month, email_id, account_id, cause, kind) "
                        + "select mail_month, id, account_id, ?, ? from email where recipient = ? returning id, mail_month) "
                        + "insert into event_outbox (event_id, mail_month) select id, mail_month from told",
                kind,
                kind,
                recipient);
    }

    @Test
    void anEventThatCannotBeShownDoesNotStopAReplay() throws Exception {
        installation.delivery().sendEmailUnary(Mails.to("shown@world.example").build());
        awaitEvents("shown@world.example", "QUEUED");
        notifications.close();
        String queue = "notifications."
                + database.queryForObject(
                        "select id from app_user where role = 'FRONTEND_ADMIN' and account_id = "
                                + "(select id from account where mail_domain = 'example.com')",
                        Long.class);
        await().until(() -> broker.consumers(queue) == 0);
        addEvent("shown@world.example", StoredEvents.unheardOf(database));
        addEvent("shown@world.example", "DELIVERED");
        await().until(() -> 0 == database.queryForObject("select count(*) from event_outbox", Integer.class));
        broker.delete(queue);

        notifications = installation.follow();
        await().until(() -> notifications.brief().contains("shown@world.example DELIVERED"));
        addEvent("shown@world.example", "OPENED");
        await().until(() -> notifications.brief().contains("shown@world.example OPENED"));
    }

    @Test
    void aMessageThatNobodyCanReadIsADeadLetter() throws Exception {
        long account = database.queryForObject("select id from account where mail_domain = 'example.com'", Long.class);
        broker.publish("events", account + ".rubbish", "no event".getBytes(StandardCharsets.UTF_8));
        broker.publish("outgoing", Long.toString(account), "no mail".getBytes(StandardCharsets.UTF_8));

        awaitDeadLetter("stream", "%Unreadable%");
        awaitDeadLetter("dispatch", "%JsonParse%");
        assertEquals(
                List.of("no event", "no mail"),
                database
                        .queryForList(
                                "select convert_from(payload, 'UTF8') as payload from dead_letter "
                                        + "where payload_type = 'application/octet-stream' order by 1",
                                String.class)
                        .stream()
                        .toList());
        installation.delivery().sendEmailUnary(Mails.to("after@world.example").build());
        awaitEvents("after@world.example", "QUEUED");
    }

    @Test
    void aMailThatNoQueueTakesIsReleasedAgainUntilOneDoes() throws Exception {
        Map<String, Object> account = database.queryForMap("select id from account where mail_domain = 'example.net'");
        broker.delete("outgoing." + account.get("id"));
        String token = "example.net:" + installation.token("example.net", "FRONTEND_ADMIN");
        Installation.withToken(
                        token,
                        com.sourceforgery.tachikoma.grpc.frontend.maildelivery.MailDeliveryServiceGrpc.newBlockingStub(
                                installation.channel()))
                .sendEmailUnary(Mails.to("unroutable@world.example")
                        .setFrom(Mails.to().getFrom().toBuilder().setEmail("shop@example.net"))
                        .build());
        database.update(
                "insert into node_session (id, account_id, webserver) values (?, ?, 'another')",
                UUID.randomUUID(),
                account.get("id"));
        await().until(() -> 2
                <= database.queryForObject(
                        "select max(attempt) from outbox where account_id = ?", Integer.class, account.get("id")));
        try (FakeNode other = FakeNode.connect(
                "example.net:" + installation.token("example.net", "BACKEND"), installation.channel())) {
            var mail = other.take();
            assertEquals("unroutable@world.example", mail.getEmailAddress());
            assertTrue(database.queryForObject("select max(attempt) from outbox", Integer.class) >= 2);
            other.queued(mail, "Q-unroutable");
            await().until(() -> 0 == database.queryForObject("select count(*) from outbox", Integer.class));
        }
    }
}
