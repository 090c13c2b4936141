package com.sourceforgery.tachikoma.mailpath;

import static com.sourceforgery.tachikoma.testsupport.NodeReports.reportsOf;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.mta.EmailMessage;
import com.sourceforgery.tachikoma.testsupport.FakeNode;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.LoggedLines;
import com.sourceforgery.tachikoma.testsupport.NodeReports;
import com.sourceforgery.tachikoma.testsupport.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an operator is told by the log. */
class AlarmsIT {
    private static final int LIFETIME_SECONDS = 5;

    @RegisterExtension
    static final Installation installation = Installation.notStarted()
            .withMetrics()
            .withProperty("tachikoma.queued.lifetime-seconds", Integer.toString(LIFETIME_SECONDS));

    static final TestDatabase database = installation.database();

    @AutoClose
    static final LoggedLines log = new LoggedLines();

    @BeforeAll
    static void start() throws Exception {
        database.update("insert into email_event (mail_month, email_id, account_id, cause, kind) "
                + "values ('1999-01-01', 1, 1, 'queued', 'QUEUED')");
        installation.startWebserver();
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
        try (FakeNode node = installation.fakeNode()) {
            installation.send("known@world.example", "unknown@world.example", "deferred@world.example");
            for (int i = 0; i < 3; i++) {
                EmailMessage mail = node.take();
                String name = mail.getEmailAddress().replaceFirst("@.*", "");
                node.queued(mail, name);
                report(name, name.equals("known") ? "2.0.0" : "4.2.0");
            }
        }
        await().until(() -> !overdue().isEmpty());
        String told = overdue().get(0);
        assertTrue(told.startsWith("ERROR ALARM: of 2 mails of account "), told);
        assertTrue(told.endsWith("queue id deferred"), told);
        watchedOn();
        assertEquals(1, overdue().size(), overdue().toString());
        assertEquals(List.of("2.0"), counted());
    }

    private static List<String> counted() throws Exception {
        return installation.metrics("tachikoma_mails_without_outcome_total").stream()
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .toList();
    }

    private static void report(String name, String status) throws Exception {
        if (!name.equals("unknown")) {
            reportsOf(installation).setDeliveryStatus(NodeReports.report(name, name + "@world.example", status));
        }
    }

    private static List<String> overdue() {
        return log.with("since Postfix queued them");
    }

    private static void watchedOn() {
        String before = watchedUntil();
        await().until(() -> !watchedUntil().equals(before));
    }

    private static String watchedUntil() {
        return database.queryForObject(
                "select watched_until::text from watch where name = 'queued-overdue'", String.class);
    }
}
