package com.sourceforgery.tachikoma.bounce;

import static com.sourceforgery.tachikoma.testsupport.NodeReports.report;
import static com.sourceforgery.tachikoma.testsupport.NodeReports.reportsOf;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import com.sourceforgery.tachikoma.mta.EmailMessage;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.LoggedLines;
import com.sourceforgery.tachikoma.testsupport.Terminal;
import com.sourceforgery.tachikoma.testsupport.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A refusal because of us is the operator's matter and not the recipient's; what was judged can be judged again. */
class RefusalsIT {
    @RegisterExtension
    static final Installation installation = Installation.ofWebserver().withMetrics();

    static final TestDatabase database = installation.database();

    @AutoClose
    static final LoggedLines log = new LoggedLines();

    static QueuedMails mails;
    static Connection broker;
    static Channel listener;

    @BeforeAll
    static void connect() throws Exception {
        mails = new QueuedMails(installation);
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(installation.services().mqUrl());
        broker = factory.newConnection();
        listener = broker.createChannel();
        listener.queueDeclare("operator", true, false, false, null);
        listener.queueBind("operator", "events", "alarm.#");
    }

    @AfterAll
    static void stop() throws Exception {
        broker.close();
    }

    private static void refused(String recipient, String status, String text) throws Exception {
        EmailMessage mail = mails.send(recipient);
        reportsOf(installation)
                .setDeliveryStatus(report("Q" + mail.getEmailId(), recipient, status).toBuilder()
                        .setEnvelopeSender(mail.getFrom())
                        .setDiagnoseText(text)
                        .setCause("log:" + mail.getEmailId())
                        .build());
        mails.notifications().awaitEvents(recipient, "QUEUED", "HARD_BOUNCED");
    }

    private static List<String> blocked(String recipient) {
        return database.texts("select rule from blocked_email where recipient = ?", recipient);
    }

    @Test
    void refusalsBecauseOfUsBlockNobodyAndAreOneAlarmWithTheProvidersWords() throws Exception {
        String text = "host mx.provider.example[192.0.2.1] said: 554 5.7.1 Service unavailable; Client host"
                + " [203.0.113.9] blocked using zen.spamhaus.org (in reply to RCPT TO command)";
        refused("one@provider.example", "5.7.1", text);
        refused("two@provider.example", "5.7.1", text);
        assertEquals(List.of(), blocked("one@provider.example"));
        await().until(() -> !log.with("zen.spamhaus.org").isEmpty());
        List<String> told = log.with("zen.spamhaus.org");
        assertTrue(
                told.get(0).contains("ERROR ALARM: mail of example.com is refused because of us (reputation, rule "),
                told.toString());
        GetResponse published = await().until(() -> listener.basicGet("operator", true), response -> response != null);
        JsonNode alarm = new ObjectMapper().readTree(published.getBody());
        assertTrue(published.getEnvelope().getRoutingKey().matches("alarm\\.\\d+\\.reputation"));
        assertEquals("provider.example", alarm.path("recipient_domain").asText());
        assertEquals(text, alarm.path("reply").asText());
        assertEquals(
                2, database.queryForObject("select sum(mails) from alarm where class = 'reputation'", Integer.class));
        assertTrue(
                installation.metrics("tachikoma_alarms_total").stream()
                        .anyMatch(line -> line.contains("class=\"reputation\"")),
                installation.metrics("tachikoma_alarms").toString());
        assertTrue(
                installation.metrics("tachikoma_bounces_total").stream()
                        .anyMatch(line -> line.contains("class=\"reputation\"") && line.endsWith(" 2.0")),
                installation.metrics("tachikoma_bounces").toString());
        Terminal shown = command("bounces", "alarms");
        assertTrue(shown.out().contains("reputation"), shown.out() + shown.err());
        assertTrue(command("bounces", "alarms", "--json").out().contains("\"recipient_domain\":\"provider.example\""));
    }

    @Test
    void theLogsRepliesBlockDeadAddressesAndNotFullOnes() throws Exception {
        refused("dead@log.example", "5.1.1", "host mx said: 550 5.1.1 User unknown (in reply to RCPT TO command)");
        refused("full@log.example", "5.2.2", "host mx said: 552 5.2.2 Mailbox full (in reply to RCPT TO command)");
        assertEquals(1, blocked("dead@log.example").size());
        assertEquals(List.of(), blocked("full@log.example"));
    }

    @Test
    void bouncesOfThePastAreJudgedAgainAndTheBlockListFollows() throws Exception {
        refused("was-dead@past.example", "5.2.2", "552 5.2.2 Mailbox full");
        refused("was-full@past.example", "5.1.1", "550 5.1.1 User unknown");
        refused("freed@past.example", "5.1.1", "550 5.1.1 User unknown");
        // as other rules had it
        judgedThen("was-dead@past.example", "dead-address");
        judgedThen("was-full@past.example", "mailbox-full");
        database.update("insert into blocked_email (account_id, from_email, recipient, reason, event_id)"
                + " select v.account_id, e.sender, e.recipient, 'HARD_BOUNCED', v.id from email_event v"
                + " join email e on e.id = v.email_id where e.recipient = 'was-dead@past.example'"
                + " and v.kind = 'HARD_BOUNCED'");
        database.update("delete from blocked_email where recipient = 'was-full@past.example'");
        Terminal.run(installation, "blocked", "remove", "--to", "freed@past.example");

        Terminal dry = command("bounces", "judge", "--since", "-1h", "--dry-run");
        assertEquals(0, dry.exit(), dry.err());
        assertTrue(
                dry.out().contains("1 blocked, 1 let through, if it were no dry run: nothing was changed."), dry.out());
        assertEquals(List.of(), blocked("was-full@past.example"));

        Terminal judged = command("bounces", "judge", "--since", "-1h");
        assertTrue(judged.out().matches("(?s).*mailbox-full \\(old\\) -> dead-address \\(.*"), judged.out());
        assertTrue(judged.out().contains("1 blocked, 1 let through."), judged.out());
        assertEquals(1, blocked("was-full@past.example").size());
        assertEquals(List.of(), blocked("was-dead@past.example"));
        assertEquals(List.of(), blocked("freed@past.example"));
        assertTrue(command("bounces", "judge", "--since", "-1h").out().contains("0 blocked, 0 let through."));
    }

    private static void judgedThen(String recipient, String replyClass) {
        database.update(
                "update email_event v set detail = detail || jsonb_build_object('class', ?::text, 'rule', 'old')"
                        + " from email e where e.id = v.email_id and e.recipient = ? and v.kind = 'HARD_BOUNCED'",
                replyClass,
                recipient);
    }

    private static Terminal command(String... arguments) {
        return Terminal.beside(installation.services(), arguments);
    }
}
