package com.sourceforgery.tachikoma.mailpath;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.google.protobuf.Empty;
import com.sourceforgery.tachikoma.mta.DeliveryNotification;
import com.sourceforgery.tachikoma.mta.EmailMessage;
import com.sourceforgery.tachikoma.mta.MTADeliveryNotificationsGrpc;
import com.sourceforgery.tachikoma.mta.MTADeliveryNotificationsGrpc.MTADeliveryNotificationsBlockingStub;
import com.sourceforgery.tachikoma.testsupport.FakeNode;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Mails;
import com.sourceforgery.tachikoma.testsupport.Notifications;
import com.sourceforgery.tachikoma.testsupport.RealServices;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

class NodeAnswersIT {
    @RegisterExtension
    static final RealServices services = new RealServices();

    @TempDir
    static Path folder;

    static Installation installation;
    static Notifications notifications;
    static String nodeToken;
    static String otherNodeToken;
    static JdbcTemplate database;

    @BeforeAll
    static void start() throws Exception {
        installation = new Installation(services, folder);
        installation.startWebserver();
        notifications = installation.follow();
        nodeToken = Installation.DOMAIN + ":" + installation.token(Installation.DOMAIN, "BACKEND");
        otherNodeToken = "example.net:" + installation.token("example.net", "BACKEND");
        database = new JdbcTemplate(services.dataSource());
    }

    @AfterAll
    static void stop() throws Exception {
        installation.close();
    }

    @BeforeEach
    void nothingWaits() {
        await().until(() -> database.queryForObject("select count(*) from outbox", Long.class) == 0);
    }

    private static void send(String... recipients) throws Exception {
        installation.delivery().sendEmailUnary(Mails.to(recipients).build());
    }

    private static FakeNode node() {
        return FakeNode.connect(nodeToken, installation.channel());
    }

    private static MTADeliveryNotificationsBlockingStub reports(String token) {
        return Installation.withToken(token, MTADeliveryNotificationsGrpc.newBlockingStub(installation.channel()));
    }

    private static DeliveryNotification report(String queueId, String recipient, String status) {
        return DeliveryNotification.newBuilder()
                .setQueueId(queueId)
                .setOriginalRecipient(recipient)
                .setStatus(status)
                .setDiagnoseText("said the world")
                .build();
    }

    private static List<String> eventsOf(String recipient) {
        return notifications.brief().stream()
                .filter(brief -> brief.startsWith(recipient + " "))
                .map(brief -> brief.substring(recipient.length() + 1))
                .toList();
    }

    private static void awaitEvents(String recipient, String... kinds) {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertEquals(List.of(kinds), eventsOf(recipient)));
    }

    @Test
    void aReportThatComesBeforeTheQueueIdWaitsForIt() throws Exception {
        try (FakeNode node = node()) {
            send("early@world.example");
            EmailMessage mail = node.take();
            assertEquals(
                    Empty.getDefaultInstance(),
                    reports(nodeToken).setDeliveryStatus(report("Q-early", "early@world.example", "2.0.0")));
            node.queued(mail, "Q-early");
            awaitEvents("early@world.example", "QUEUED", "DELIVERED");
        }
    }

    @Test
    void aReportThatNamesTheEnvelopeSenderNeedsNoQueueIdAndProvesThatTheMailIsQueued() throws Exception {
        try (FakeNode node = node()) {
            send("named@world.example");
            EmailMessage mail = node.take();
            reports(nodeToken)
                    .setDeliveryStatus(report("Q-named", "named@world.example", "5.1.1").toBuilder()
                            .setEnvelopeSender(mail.getFrom())
                            .setCause("log:1")
                            .build());
            awaitEvents("named@world.example", "QUEUED", "HARD_BOUNCED");
            node.queued(mail, "Q-named");
        }
    }

    private static void reportExpiry(String queueId, EmailMessage mail) {
        reports(nodeToken)
                .setDeliveryStatus(report(queueId, "", "5.4.7").toBuilder()
                        .setEnvelopeSender(mail.getFrom())
                        .setCause("log:" + queueId)
                        .build());
    }

    @Test
    void anExpiryThatNamesNoRecipientIsAboutTheMailOfItsEnvelopeSender() throws Exception {
        try (FakeNode node = node()) {
            send("expired@world.example", "expired-early@world.example");
            EmailMessage mail = node.take();
            node.queued(mail, "Q-expired");
            awaitEvents(mail.getEmailAddress(), "QUEUED");
            reportExpiry("Q-expired", mail);
            awaitEvents(mail.getEmailAddress(), "QUEUED", "HARD_BOUNCED");

            EmailMessage other = node.take();
            reportExpiry("Q-expired-early", other);
            awaitEvents(other.getEmailAddress(), "QUEUED", "HARD_BOUNCED");
            node.queued(other, "Q-expired-early");
        }
    }

    @Test
    void anExpiryThatNamesNoRecipientOfADeliveredMailIsAboutABccAddress() throws Exception {
        try (FakeNode node = node()) {
            send("delivered@world.example", "next@world.example");
            EmailMessage mail = node.take();
            EmailMessage next = node.take();
            node.queued(mail, "Q-delivered");
            awaitEvents(mail.getEmailAddress(), "QUEUED");
            reports(nodeToken).setDeliveryStatus(report("Q-delivered", mail.getEmailAddress(), "2.0.0"));
            reportExpiry("Q-delivered", mail);
            node.queued(next, "Q-next");
            reports(nodeToken).setDeliveryStatus(report("Q-next", next.getEmailAddress(), "2.0.0"));
            awaitEvents(next.getEmailAddress(), "QUEUED", "DELIVERED");
            awaitEvents(mail.getEmailAddress(), "QUEUED", "DELIVERED");
        }
    }

    @Test
    void theSameReportAgainAddsNothing() throws Exception {
        try (FakeNode node = node()) {
            send("again@world.example", "mark@world.example");
            EmailMessage mail = node.take();
            EmailMessage mark = node.take();
            node.queued(mail, "Q-again");
            node.queued(mark, "Q-mark");
            for (int i = 0; i < 3; i++) {
                reports(nodeToken)
                        .setDeliveryStatus(report("Q-again", mail.getEmailAddress(), "2.0.0").toBuilder()
                                .setCause("log:77")
                                .build());
            }
            reports(nodeToken).setDeliveryStatus(report("Q-mark", mark.getEmailAddress(), "2.0.0"));
            awaitEvents(mark.getEmailAddress(), "QUEUED", "DELIVERED");
            awaitEvents(mail.getEmailAddress(), "QUEUED", "DELIVERED");
        }
    }

    @Test
    void aMailThatPostfixRefusesForGoodBouncesHard() throws Exception {
        try (FakeNode node = node()) {
            send("refused@world.example");
            node.refused(node.take(), "5.7.1", "554 5.7.1 not here");
            awaitEvents("refused@world.example", "HARD_BOUNCED");
            assertEquals(
                    "554 5.7.1 not here",
                    notifications.all().stream()
                            .filter(n -> n.getRecipientEmailAddress().getEmail().equals("refused@world.example"))
                            .findFirst()
                            .orElseThrow()
                            .getHardBouncedEvent()
                            .getRejectReason());
        }
    }

    @Test
    void aMailThatThePostfixCannotTakeNowComesAgainAfterABackOff() throws Exception {
        try (FakeNode node = node()) {
            send("later@world.example");
            EmailMessage mail = node.take();
            node.notNow(mail);
            await().until(() -> 1
                    == database.queryForObject(
                            "select postponed from outbox where email_id = ?", Integer.class, mail.getEmailId()));
            assertEquals(
                    60,
                    database.queryForObject(
                            "select round(extract(epoch from due_at - now()) / 10) * 10 from outbox where email_id = ?",
                            Integer.class,
                            mail.getEmailId()));
            database.update("update outbox set due_at = now()");
            EmailMessage again = node.take();
            assertEquals(mail, again);
            node.queued(again, "Q-later");
            awaitEvents("later@world.example", "QUEUED");
        }
    }

    @Test
    void whatANodeHadInHandWhenItsStreamBrokeGoesToTheNextStream() throws Exception {
        FakeNode first = node();
        send("broken@world.example");
        EmailMessage mail = first.take();
        first.cut();
        try (FakeNode second = node()) {
            assertEquals(mail, second.take());
            second.queued(mail, "Q-broken");
            awaitEvents("broken@world.example", "QUEUED");
        }
    }

    @Test
    void anAnswerCountsWhicheverStreamItReaches() throws Exception {
        FakeNode first = node();
        send("elsewhere@world.example");
        EmailMessage mail = first.take();
        try (FakeNode second = node()) {
            second.queued(mail, "Q-elsewhere");
            awaitEvents("elsewhere@world.example", "QUEUED");
            assertNull(second.poll(1500));
        }
        first.close();
    }

    @Test
    void aNodeOfTheFirstKindSendsNothingFirstAndStillGetsMail() throws Exception {
        try (FakeNode old = FakeNode.connectPlainly(nodeToken, installation.channel())) {
            send("old@world.example");
            old.queued(old.take(), "Q-old");
            awaitEvents("old@world.example", "QUEUED");
        }
    }

    @Test
    void aNodeCannotTouchAnotherDomainsMail() throws Exception {
        try (FakeNode node = node();
                FakeNode other = FakeNode.connect(otherNodeToken, installation.channel())) {
            send("mine@world.example");
            EmailMessage mail = node.take();
            other.queued(mail, "Q-theirs");
            other.refused(mail, "5.0.0", "theirs");
            reports(otherNodeToken)
                    .setDeliveryStatus(report("Q-mine", "mine@world.example", "5.0.0").toBuilder()
                            .setEnvelopeSender(mail.getFrom())
                            .build());
            node.queued(mail, "Q-mine");
            reports(nodeToken).setDeliveryStatus(report("Q-mine", "mine@world.example", "2.0.0"));
            awaitEvents("mine@world.example", "QUEUED", "DELIVERED");
            assertNull(other.poll(500));
        }
    }

    @Test
    void aReportThatSaysNothingUsableIsAnsweredOkAndKept() throws Exception {
        long before = database.queryForObject("select count(*) from dead_letter", Long.class);
        reports(nodeToken).setDeliveryStatus(report("Q", "x@world.example", "delivered, I think"));
        reports(nodeToken).setDeliveryStatus(DeliveryNotification.getDefaultInstance());
        reports(nodeToken).setDeliveryStatus(report("Q\0", "x@world.example", "2.0.0"));
        assertEquals(before + 3, database.queryForObject("select count(*) from dead_letter", Long.class));
    }

    @Test
    void aReportThatTheDatabaseCannotTakeIsAnsweredOkAndKept() throws Exception {
        long before = database.queryForObject("select count(*) from dead_letter", Long.class);
        String tooLongForAnIndex = new Random(1)
                .ints(10_000, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        assertEquals(
                Empty.getDefaultInstance(),
                reports(nodeToken).setDeliveryStatus(report(tooLongForAnIndex, "x@world.example", "2.0.0")));
        assertEquals(before + 1, database.queryForObject("select count(*) from dead_letter", Long.class));
    }

    @Test
    void aReportThatCrossedWithItsQueueIdIsJoinedSoon() throws Exception {
        try (FakeNode node = node()) {
            send("crossed@world.example");
            node.queued(node.take(), "Q-crossed");
            awaitEvents("crossed@world.example", "QUEUED");
            database.update(
                    "insert into early_status (account_id, queue_id, recipient, cause, status) "
                            + "select account_id, queue_id, recipient, 'log:9', '2.0.0' from mta_queue where queue_id = 'Q-crossed'");
            awaitEvents("crossed@world.example", "QUEUED", "DELIVERED");
        }
    }

    @Test
    void aReportAboutABccAddressCountsForNobody() throws Exception {
        try (FakeNode node = node()) {
            send("to@world.example");
            EmailMessage mail = node.take();
            reports(nodeToken).setDeliveryStatus(report("Q-bcc", "early-archive@world.example", "5.1.1"));
            node.queued(mail, "Q-bcc");
            awaitEvents("to@world.example", "QUEUED");
            reports(nodeToken).setDeliveryStatus(report("Q-bcc", "archive@world.example", "5.1.1"));
            reports(nodeToken)
                    .setDeliveryStatus(report("Q-bcc2", "archive@world.example", "5.1.1").toBuilder()
                            .setEnvelopeSender(mail.getFrom())
                            .build());
            reports(nodeToken).setDeliveryStatus(report("Q-bcc", "to@world.example", "2.0.0"));
            awaitEvents("to@world.example", "QUEUED", "DELIVERED");
            assertEquals(
                    0,
                    database.queryForObject(
                            "select count(*) from early_status where recipient = 'archive@world.example'",
                            Integer.class));
        }
    }

    @Test
    void aMailWhoseRecipientIsBlockedMeanwhileIsNotSentAndSaysWhy() throws Exception {
        send("blocked@world.example");
        database.update("insert into blocked_email (account_id, from_email, recipient, reason) "
                + "select id, 'shop@example.com', 'blocked@world.example', 'UNSUBSCRIBED' from account "
                + "where mail_domain = 'example.com'");
        try (FakeNode node = node()) {
            awaitEvents("blocked@world.example", "HARD_BOUNCED");
            assertNull(node.poll(500));
        }
        assertNotEquals(
                List.of(),
                installation
                        .delivery()
                        .sendEmailUnary(Mails.to("Blocked@World.Example").build())
                        .getList(0)
                        .getRejected()
                        .getRejectionReason());
    }

    @Test
    void aMailThatWaitsLongerThanItMayIsGivenUpWithItsLastCause() throws Exception {
        send("old-age@world.example");
        database.update("update outbox set first_due_at = now() - interval '8 days', last_cause = 'no Postfix'");
        await().atMost(Duration.ofSeconds(75))
                .untilAsserted(() -> assertEquals(List.of("HARD_BOUNCED"), eventsOf("old-age@world.example")));
    }

    @Test
    void aThousandReportsThatComeFirstAreAllJoined() throws Exception {
        List<String> recipients = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            recipients.add("many" + i + "@world.example");
        }
        send(recipients.toArray(String[]::new));
        try (FakeNode node = node()) {
            List<EmailMessage> mails = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                mails.add(node.take());
            }
            answerAfterReports(node, mails);
            mails.clear();
            for (int i = 0; i < 500; i++) {
                mails.add(node.take());
            }
            answerAfterReports(node, mails);
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertEquals(
                            1000,
                            notifications.brief().stream()
                                    .filter(brief -> brief.startsWith("many") && brief.endsWith(" DELIVERED"))
                                    .distinct()
                                    .count()));
            int delivered = database.queryForObject(
                    "select count(*) from email_event v join email e on e.id = v.email_id "
                            + "where v.kind = 'DELIVERED' and e.recipient like 'many%'",
                    Integer.class);
            int waiting = database.queryForObject(
                    "select count(*) from early_status where recipient like 'many%'", Integer.class);
            System.out.printf(
                    "1000 reports before their queue ids: dropped %d, waiting %d%n", 1000 - delivered, waiting);
            assertEquals(1000, delivered);
            assertEquals(0, waiting);
        }
    }

    private static void answerAfterReports(FakeNode node, List<EmailMessage> mails) {
        mails.forEach(mail ->
                reports(nodeToken).setDeliveryStatus(report("T" + mail.getEmailId(), mail.getEmailAddress(), "2.0.0")));
        mails.forEach(mail -> node.queued(mail, "T" + mail.getEmailId()));
    }
}
