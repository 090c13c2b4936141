package com.sourceforgery.tachikoma.mailpath;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailRecipient;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.MailDeliveryServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.TemplateBody;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.TemplateEngine;
import com.sourceforgery.tachikoma.testsupport.BrokerView;
import com.sourceforgery.tachikoma.testsupport.FakeNode;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Mails;
import com.sourceforgery.tachikoma.testsupport.Notifications;
import com.sourceforgery.tachikoma.testsupport.StoredEvents;
import com.sourceforgery.tachikoma.testsupport.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What cannot be used ends in the dead letters, with its cause, and is in nobody's way. */
class UnusableIT {
    @RegisterExtension
    static final Installation installation = Installation.ofWebserver()
            .withProperty("tachikoma.stream.acknowledge-seconds", "1")
            .withProperty("tachikoma.session.silence-seconds", "3600");

    static Notifications notifications;
    static final TestDatabase database = installation.database();
    static final BrokerView broker = new BrokerView(installation.services());
    static FakeNode node;

    @BeforeAll
    static void aMailWasSent() throws Exception {
        notifications = installation.follow();
        node = installation.queueingNode();
        installation.send("first@world.example");
        notifications.awaitEvents("first@world.example", "QUEUED");
    }

    private static void awaitDeadLetter(String stage, String cause) {
        await().until(() -> 1 <= database.count("dead_letter where stage = ? and cause like ?", stage, cause));
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

        notifications.awaitEvents("fine@world.example", "QUEUED");
        notifications.awaitEvents("bomb@world.example", "HARD_BOUNCED");
        awaitDeadLetter("dispatch", "not sent: %");
        assertEquals(0, database.count("outbox"));
        assertEquals(0, database.count("blocked_email"));
    }

    @Test
    void anEventThatCannotBePublishedIsADeadLetterAndTheOthersGoOn() throws Exception {
        installation.send("odd@world.example");
        notifications.awaitEvents("odd@world.example", "QUEUED");
        addEvent("odd@world.example", StoredEvents.unheardOf(database));
        addEvent("odd@world.example", "DELIVERED");

        notifications.awaitEvents("odd@world.example", "QUEUED", "DELIVERED");
        awaitDeadLetter("notify", "%UNHEARD_OF%");
        assertEquals(0, database.count("event_outbox"));
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
        installation.send("shown@world.example");
        notifications.awaitEvents("shown@world.example", "QUEUED");
        notifications.close();
        String queue = "notifications."
                + database.queryForObject(
                        "select id from app_user where role = 'FRONTEND_ADMIN' and account_id = "
                                + "(select id from account where mail_domain = 'example.com')",
                        Long.class);
        broker.awaitConsumers(queue, 0);
        addEvent("shown@world.example", StoredEvents.unheardOf(database));
        addEvent("shown@world.example", "DELIVERED");
        database.awaitEmpty("event_outbox");
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
                        .texts("select convert_from(payload, 'UTF8') as payload from dead_letter "
                                + "where payload_type = 'application/octet-stream' order by 1")
                        .stream()
                        .toList());
        installation.send("after@world.example");
        notifications.awaitEvents("after@world.example", "QUEUED");
    }

    @Test
    void aMailThatNoQueueTakesIsReleasedAgainUntilOneDoes() throws Exception {
        Map<String, Object> account = database.queryForMap("select id from account where mail_domain = 'example.net'");
        broker.delete("outgoing." + account.get("id"));
        installation
                .withToken(
                        installation.apiToken("example.net", "FRONTEND_ADMIN"),
                        MailDeliveryServiceGrpc::newBlockingStub)
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
        try (FakeNode other =
                FakeNode.connect(installation.apiToken("example.net", "BACKEND"), installation.channel())) {
            var mail = other.take();
            assertEquals("unroutable@world.example", mail.getEmailAddress());
            assertTrue(database.queryForObject("select max(attempt) from outbox", Integer.class) >= 2);
            other.queued(mail, "Q-unroutable");
            database.awaitEmpty("outbox");
        }
    }
}
