package com.sourceforgery.tachikoma.mailpath;

import static com.sourceforgery.tachikoma.testsupport.NodeReports.report;
import static com.sourceforgery.tachikoma.testsupport.NodeReports.reportsOf;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Empty;
import com.sourceforgery.tachikoma.mta.EmailMessage;
import com.sourceforgery.tachikoma.mta.MTADeliveryNotificationsGrpc.MTADeliveryNotificationsBlockingStub;
import com.sourceforgery.tachikoma.testsupport.FakeNode;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Notifications;
import com.sourceforgery.tachikoma.testsupport.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A report that comes before the queue id of its mail waits for it. */
class EarlyReportsIT {
    @RegisterExtension
    static final Installation installation =
            Installation.ofWebserver().withMetrics().withProperty("tachikoma.status.join-page", "10");

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
    void aReportThatComesBeforeTheQueueIdWaitsForIt() throws Exception {
        try (FakeNode node = installation.fakeNode()) {
            installation.send("early@world.example");
            EmailMessage mail = node.take();
            assertEquals(
                    Empty.getDefaultInstance(),
                    reports.setDeliveryStatus(report("Q-early", "early@world.example", "2.0.0")));
            node.queued(mail, "Q-early");
            notifications.awaitEvents("early@world.example", "QUEUED", "DELIVERED");
        }
    }

    @Test
    void aReportThatCrossedWithItsQueueIdIsJoinedSoon() throws Exception {
        try (FakeNode node = installation.fakeNode()) {
            installation.send("crossed@world.example");
            node.queued(node.take(), "Q-crossed");
            notifications.awaitEvents("crossed@world.example", "QUEUED");
            database.update(
                    "insert into early_status (account_id, queue_id, recipient, cause, status) "
                            + "select account_id, queue_id, recipient, 'log:9', '2.0.0' from mta_queue where queue_id = 'Q-crossed'");
            notifications.awaitEvents("crossed@world.example", "QUEUED", "DELIVERED");
        }
    }

    @Test
    void aReportAboutAnAddressThatTheMailHasNotIsCounted() throws Exception {
        try (FakeNode node = installation.fakeNode()) {
            installation.send("alone@world.example");
            node.queued(node.take(), "Q-alone");
            notifications.awaitEvents("alone@world.example", "QUEUED");
            reports.setDeliveryStatus(report("Q-alone", "archive@world.example", "2.0.0"));
            await().untilAsserted(() -> assertEquals(
                    List.of("tachikoma_reports_of_strangers_total{camelContext=\"tachikoma\"} 1.0"),
                    installation.metrics("tachikoma_reports_of_strangers_total")));
        }
    }

    @Test
    void aReportThatAlwaysFailsHoldsUpNoOther() throws Exception {
        database.update("create function fail() returns trigger language plpgsql as"
                + " 'begin raise exception ''spoilt''; end'");
        database.update("create trigger spoilt before insert on email_event for each row"
                + " when (new.reason = 'spoilt') execute function fail()");
        try (FakeNode node = installation.fakeNode()) {
            installation.send("good@world.example");
            node.queued(node.take(), "Q-good");
            notifications.awaitEvents("good@world.example", "QUEUED");
            database.update("insert into early_status (account_id, queue_id, recipient, cause, status, diagnose_text)"
                    + " select account_id, queue_id, recipient, said, '4.2.0', said"
                    + " from mta_queue, (values ('spoilt'), ('fine')) s (said) where queue_id = 'Q-good'");
            notifications.awaitEvents("good@world.example", "QUEUED", "SOFT_BOUNCED");
            assertEquals(1, database.count("early_status where queue_id = 'Q-good'"));
        } finally {
            database.update("drop function fail() cascade");
            database.update("delete from early_status where queue_id = 'Q-good'");
        }
    }

    @Test
    void aThousandReportsThatComeFirstAreAllJoined() throws Exception {
        List<String> recipients = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            recipients.add("many" + i + "@world.example");
        }
        installation.send(recipients.toArray(String[]::new));
        try (FakeNode node = installation.fakeNode()) {
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
            await().untilAsserted(() -> assertEquals(
                    1000,
                    notifications.brief().stream()
                            .filter(brief -> brief.startsWith("many") && brief.endsWith(" DELIVERED"))
                            .distinct()
                            .count()));
            long delivered = database.count("email_event v join email e on e.id = v.email_id "
                    + "where v.kind = 'DELIVERED' and e.recipient like 'many%'");
            long waiting = database.count("early_status where recipient like 'many%'");
            System.out.printf(
                    "1000 reports before their queue ids: dropped %d, waiting %d%n", 1000 - delivered, waiting);
            assertEquals(1000, delivered);
            assertEquals(0, waiting);
        }
    }

    private static void answerAfterReports(FakeNode node, List<EmailMessage> mails) {
        mails.forEach(
                mail -> reports.setDeliveryStatus(report("T" + mail.getEmailId(), mail.getEmailAddress(), "2.0.0")));
        mails.forEach(mail -> node.queued(mail, "T" + mail.getEmailId()));
    }
}
