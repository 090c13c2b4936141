package com.sourceforgery.tachikoma.deadletter;

import static com.sourceforgery.tachikoma.testsupport.NodeReports.report;
import static com.sourceforgery.tachikoma.testsupport.NodeReports.reportsOf;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.mta.EmailMessage;
import com.sourceforgery.tachikoma.mta.MTADeliveryNotificationsGrpc.MTADeliveryNotificationsBlockingStub;
import com.sourceforgery.tachikoma.testsupport.FakeNode;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Notifications;
import com.sourceforgery.tachikoma.testsupport.StoredEvents;
import com.sourceforgery.tachikoma.testsupport.Terminal;
import com.sourceforgery.tachikoma.testsupport.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RetryIT {
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

    @AfterEach
    void noLetterIsLeft() {
        database.update("delete from dead_letter");
    }

    private static Terminal retry(long id) {
        return Terminal.beside(installation.services(), "dead-letters", "retry", Long.toString(id));
    }

    private static void assertDone(Terminal retry) {
        assertEquals(0, retry.exit(), retry.out());
        assertEquals("1 requested.\n1 done.\n", retry.out());
    }

    private static void assertStays(String reason, Terminal retry) {
        assertEquals(1, retry.exit());
        assertTrue(retry.out().endsWith(" stays: " + reason + "\n"), retry.out());
    }

    private static long awaitLetter(String stage) {
        return await().until(
                        () -> database.queryForList("select id from dead_letter where stage = ?", Long.class, stage),
                        ids -> ids.size() == 1)
                .get(0);
    }

    @Test
    void aReportThatCouldNotBeStoredIsStoredAgain() throws Exception {
        try (FakeNode node = installation.fakeNode()) {
            installation.send("status@world.example");
            EmailMessage mail = node.take();
            database.execute("alter table early_status rename to elsewhere");
            long id;
            try {
                reports.setDeliveryStatus(report("Q-status", "status@world.example", "2.0.0"));
                id = awaitLetter("status");
            } finally {
                database.execute("alter table elsewhere rename to early_status");
            }

            assertDone(retry(id));

            assertEquals(0, database.count("dead_letter"));
            node.queued(mail, "Q-status");
            notifications.awaitEvents("status@world.example", "QUEUED", "DELIVERED");
        }
    }

    @Test
    void aReportThatSaysNothingUsableStaysWithTheReason() {
        reports.setDeliveryStatus(report("Q", "unusable@world.example", "delivered, I think"));
        long id = awaitLetter("status");

        Terminal retry = retry(id);

        assertEquals(1, retry.exit());
        assertEquals(
                "1 requested.\n0 done.\n" + id + " stays: The report still names no status, no recipient or no mail\n",
                retry.out());
        assertEquals(1, database.count("dead_letter"));
    }

    @Test
    void aReportThatNobodyHasClaimedWaitsOnceMore() {
        database.update("insert into early_status (account_id, queue_id, recipient, cause, status, received_at) "
                + "select id, 'Q-old', 'old@world.example', 'log:old', '2.0.0', now() - interval '8 days' from account "
                + "where mail_domain = 'example.com'");
        long id = awaitLetter("status");

        assertDone(retry(id));

        assertEquals(
                1, database.count("early_status where queue_id = 'Q-old' and received_at > now() - interval '1 hour'"));
    }

    @Test
    void anEventThatCouldNotBePublishedIsPublishedAgain() throws Exception {
        try (FakeNode node = installation.fakeNode()) {
            installation.send("event@world.example");
            node.queued(node.take(), "Q-event");
            notifications.awaitEvents("event@world.example", "QUEUED");
        }
        database.execute("with unknown as (insert into email_event (mail_month, email_id, account_id, cause, kind) "
                + "select mail_month, id, account_id, 'test', '" + StoredEvents.unheardOf(database) + "' from email "
                + "where recipient = 'event@world.example' returning id, mail_month) "
                + "insert into event_outbox (event_id, mail_month) select id, mail_month from unknown");
        long id = awaitLetter("notify");
        database.update("update email_event set kind = 'DELIVERED' where cause = 'test'");

        assertDone(retry(id));

        assertEquals(0, database.count("dead_letter"));
        notifications.awaitEvents("event@world.example", "QUEUED", "DELIVERED");
    }

    @Test
    void anEventOfAnAddressIsPublishedAgainToo() {
        database.execute("with known as (insert into address_event (account_id, from_email, recipient, new_reason) "
                + "select id, 'shop@example.com', 'a@world.example', 'UNSUBSCRIBED' from account "
                + "where mail_domain = 'example.com' returning id, account_id) "
                + "insert into dead_letter (account_id, stage, cause, payload, payload_type) select account_id, 'notify', "
                + "'test', convert_to(json_build_object('event_id', id, 'mail_month', null)::text, 'UTF8'), "
                + "'application/json' from known");

        assertDone(retry(awaitLetter("notify")));

        assertEquals(0, database.count("dead_letter"));
    }

    @Test
    void aMailThatCouldNotBeComposedIsComposedAgainAndSent() throws Exception {
        installation.send("mail@world.example");
        byte[] body = database.queryForObject("select body from send_request order by id desc limit 1", byte[].class);
        database.update("update send_request set body = '\\xff' where id = (select max(id) from send_request)");
        try (FakeNode node = installation.fakeNode()) {
            long id = awaitLetter("dispatch");
            notifications.awaitEvents("mail@world.example", "HARD_BOUNCED");
            database.update("update send_request set body = ? where id = (select max(id) from send_request)", body);

            assertDone(retry(id));

            assertEquals(0, database.count("dead_letter"));
            node.queued(node.take(), "Q-mail");
            notifications.awaitEvents("mail@world.example", "HARD_BOUNCED", "QUEUED");
        }
    }

    @Test
    void whatIsNotThereAnyMoreCannotBeRetried() {
        database.update(
                "insert into dead_letter (account_id, stage, cause, payload, payload_type) select id, 'dispatch', "
                        + "'test', convert_to('{\"email_id\": 0}', 'UTF8'), 'application/json' from account limit 1");

        assertStays("The mail is not there any more", retry(awaitLetter("dispatch")));
        database.update("delete from dead_letter");
        database.update(
                "insert into dead_letter (account_id, stage, cause, payload, payload_type) select id, 'notify', "
                        + "'test', convert_to('{\"event_id\": 0, \"mail_month\": \"2026-01-01\"}', 'UTF8'), "
                        + "'application/json' from account limit 1");

        assertStays("The event is not there any more", retry(awaitLetter("notify")));
    }

    @Test
    void aLetterOfAnUnknownStageCannotBeRetried() {
        database.update(
                "insert into dead_letter (stage, cause, payload, payload_type) values ('other', 'test', '', 'x')");

        assertStays("Dead letters of stage other cannot be retried", retry(awaitLetter("other")));
    }
}
