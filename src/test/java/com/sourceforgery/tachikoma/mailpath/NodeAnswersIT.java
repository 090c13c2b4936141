package com.sourceforgery.tachikoma.mailpath;

import static com.sourceforgery.tachikoma.testsupport.NodeReports.report;
import static com.sourceforgery.tachikoma.testsupport.NodeReports.reportsOf;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.sourceforgery.tachikoma.mta.EmailMessage;
import com.sourceforgery.tachikoma.mta.MTADeliveryNotificationsGrpc.MTADeliveryNotificationsBlockingStub;
import com.sourceforgery.tachikoma.testsupport.FakeNode;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Notifications;
import com.sourceforgery.tachikoma.testsupport.TestDatabase;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of a mail by the answer of the node that was given it, and when no node answers. */
class NodeAnswersIT {
    @RegisterExtension
    static final Installation installation = Installation.ofWebserver();

    static Notifications notifications;
    static MTADeliveryNotificationsBlockingStub reports;
    static final TestDatabase database = installation.database();

    @BeforeAll
    static void follow() throws Exception {
        notifications = installation.follow();
        reports = reportsOf(installation);
    }

    @BeforeEach
    void nothingWaits() {
        database.awaitEmpty("outbox");
    }

    @Test
    void aMailThatPostfixRefusesForGoodBouncesHard() throws Exception {
        try (FakeNode node = installation.fakeNode()) {
            installation.send("refused@world.example");
            node.refused(node.take(), "5.7.1", "554 5.7.1 not here");
            notifications.awaitEvents("refused@world.example", "HARD_BOUNCED");
            assertEquals(
                    "554 5.7.1 not here",
                    notifications
                            .last("refused@world.example")
                            .getHardBouncedEvent()
                            .getRejectReason());
        }
    }

    @Test
    void aMailThatThePostfixCannotTakeNowComesAgainAfterABackOff() throws Exception {
        try (FakeNode node = installation.fakeNode()) {
            installation.send("later@world.example");
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
            notifications.awaitEvents("later@world.example", "QUEUED");
        }
    }

    @Test
    void whatANodeHadInHandWhenItsStreamBrokeGoesToTheNextStream() throws Exception {
        FakeNode first = installation.fakeNode();
        installation.send("broken@world.example");
        EmailMessage mail = first.take();
        first.cut();
        try (FakeNode second = installation.fakeNode()) {
            assertEquals(mail, second.take());
            second.queued(mail, "Q-broken");
            notifications.awaitEvents("broken@world.example", "QUEUED");
        }
    }

    @Test
    void anAnswerCountsWhicheverStreamItReaches() throws Exception {
        FakeNode first = installation.fakeNode();
        installation.send("elsewhere@world.example");
        EmailMessage mail = first.take();
        try (FakeNode second = installation.fakeNode()) {
            second.queued(mail, "Q-elsewhere");
            notifications.awaitEvents("elsewhere@world.example", "QUEUED");
            assertNull(second.poll(1500));
        }
        first.close();
    }

    @Test
    void aNodeOfTheFirstKindSendsNothingFirstAndStillGetsMail() throws Exception {
        try (FakeNode old = FakeNode.connectPlainly(installation.apiToken("BACKEND"), installation.channel())) {
            installation.send("old@world.example");
            old.queued(old.take(), "Q-old");
            notifications.awaitEvents("old@world.example", "QUEUED");
        }
    }

    @Test
    void aNodeCannotTouchAnotherDomainsMail() throws Exception {
        try (FakeNode node = installation.fakeNode();
                FakeNode other =
                        FakeNode.connect(installation.apiToken("example.net", "BACKEND"), installation.channel())) {
            installation.send("mine@world.example");
            EmailMessage mail = node.take();
            other.queued(mail, "Q-theirs");
            other.refused(mail, "5.0.0", "theirs");
            reportsOf(installation, "example.net")
                    .setDeliveryStatus(report("Q-mine", "mine@world.example", "5.0.0").toBuilder()
                            .setEnvelopeSender(mail.getFrom())
                            .build());
            node.queued(mail, "Q-mine");
            reports.setDeliveryStatus(report("Q-mine", "mine@world.example", "2.0.0"));
            notifications.awaitEvents("mine@world.example", "QUEUED", "DELIVERED");
            assertNull(other.poll(500));
        }
    }

    @Test
    void aMailWhoseRecipientIsBlockedMeanwhileIsNotSentAndSaysWhy() throws Exception {
        installation.send("blocked@world.example");
        database.block("blocked@world.example", "UNSUBSCRIBED");
        try (FakeNode node = installation.fakeNode()) {
            notifications.awaitEvents("blocked@world.example", "HARD_BOUNCED");
            assertNull(node.poll(500));
        }
        assertNotEquals(
                "",
                installation.send("Blocked@World.Example").get(0).getRejected().getRejectionReason());
    }

    @Test
    void aMailThatWaitsLongerThanItMayIsGivenUpWithItsLastCause() throws Exception {
        installation.send("old-age@world.example");
        database.update("update outbox set first_due_at = now() - interval '8 days', last_cause = 'no Postfix'");
        notifications.awaitEvents("old-age@world.example", "HARD_BOUNCED");
    }
}
