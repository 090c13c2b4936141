package com.sourceforgery.tachikoma.component.maillog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.mta.DeliveryNotification;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeliveryReportsTest {
    private static final String OURS = "bounce-0190b3f2-7c1e-7a55-9a3e-0123456789ab@example.com";

    private final DeliveryReports reports = new DeliveryReports();

    private List<DeliveryNotification> line(String program, String text) {
        return reports.of("Jan  5 09:30:00 mail postfix/" + program + "[4711]: " + text, "log:42");
    }

    private List<DeliveryNotification> active(String queueId, String sender) {
        return line("qmgr", queueId + ": from=<" + sender + ">, size=412, nrcpt=1 (queue active)");
    }

    private List<DeliveryNotification> attempt(String queueId, String to, String dsn, String status) {
        return line(
                "smtp",
                queueId + ": to=<" + to + ">, relay=mx[192.0.2.7]:25, delay=1, delays=0/0/0/1, dsn=" + dsn + ", status="
                        + status + " (it said so)");
    }

    private List<DeliveryNotification> expired(String queueId, String sender) {
        return line("qmgr", queueId + ": from=<" + sender + ">, status=expired, returned to sender");
    }

    @Test
    void aDeliveryIsReportedWithAllThatIsKnown() {
        active("9F3A2C", OURS);
        assertEquals(
                List.of(DeliveryNotification.newBuilder()
                        .setQueueId("9F3A2C")
                        .setOriginalRecipient("anna@example.org")
                        .setStatus("2.0.0")
                        .setDiagnoseText("it said so")
                        .setReason("relay mx[192.0.2.7]:25")
                        .setCause("log:42")
                        .setEnvelopeSender(OURS)
                        .build()),
                attempt("9F3A2C", "anna@example.org", "2.0.0", "sent"));
    }

    @Test
    void aDeliveryOfAMailWhoseSenderWasNotSeenIsReportedWithoutIt() {
        assertEquals(
                "",
                attempt("9F3A2C", "anna@example.org", "2.0.0", "sent").get(0).getEnvelopeSender());
    }

    @Test
    void mailOfOthersOnThisPostfixIsNotReported() {
        active("9F3A2C", "cron@mail.example.com");
        assertTrue(attempt("9F3A2C", "anna@example.org", "2.0.0", "sent").isEmpty());
        active("77AB01", "");
        assertTrue(attempt("77AB01", "anna@example.org", "5.1.1", "bounced").isEmpty());
        assertTrue(expired("77AB02", "cron@mail.example.com").isEmpty());
    }

    @Test
    void anExpiredMailIsReportedForEachRecipientThatWasStillWaiting() {
        active("9F3A2C", OURS);
        attempt("9F3A2C", "anna@example.org", "4.4.1", "deferred");
        attempt("9F3A2C", "bob@example.org", "4.4.1", "deferred");
        attempt("9F3A2C", "carl@example.org", "2.0.0", "sent");
        attempt("9F3A2C", "anna@example.org", "4.4.1", "deferred");
        attempt("9F3A2C", "bob@example.org", "2.0.0", "sent");
        List<DeliveryNotification> expired = expired("9F3A2C", OURS);
        assertEquals(1, expired.size());
        assertEquals("anna@example.org", expired.get(0).getOriginalRecipient());
        assertEquals("5.4.7", expired.get(0).getStatus());
        assertEquals("expired", expired.get(0).getReason());
        assertEquals("log:42/anna@example.org", expired.get(0).getCause());
    }

    @Test
    void anExpiredMailWithoutKnownRecipientsIsReportedByItsSender() {
        DeliveryNotification expired = expired("9F3A2C", OURS).get(0);
        assertEquals("", expired.getOriginalRecipient());
        assertEquals(OURS, expired.getEnvelopeSender());
    }

    private List<DeliveryNotification> removed(String queueId) {
        return line("qmgr", queueId + ": removed");
    }

    @Test
    void aMailThatLeftTheQueueWithoutAWordAboutItsDeliveryIsReportedAsDeliveredBySender() {
        active("9F3A2C", OURS);
        attempt("9F3A2C", "anna@example.org", "4.4.1", "deferred");
        active("9F3A2C", OURS);
        active("9F3A2C", OURS);
        DeliveryNotification lost = removed("9F3A2C").get(0);
        assertEquals("2.0.0", lost.getStatus());
        assertEquals("", lost.getOriginalRecipient());
        assertEquals(OURS, lost.getEnvelopeSender());
        assertEquals("log line lost", lost.getReason());
    }

    @Test
    void aMailWhoseOutcomeWasToldLeavesTheQueueWithoutAReport() {
        active("9F3A2C", OURS);
        attempt("9F3A2C", "anna@example.org", "2.0.0", "sent");
        active("9F3A2C", OURS);
        assertTrue(removed("9F3A2C").isEmpty());
        active("77AB01", OURS);
        attempt("77AB01", "anna@example.org", "5.1.1", "bounced");
        assertTrue(removed("77AB01").isEmpty());
        active("77AB02", OURS);
        expired("77AB02", OURS);
        assertTrue(removed("77AB02").isEmpty());
        active("77AB03", "cron@mail.example.com");
        assertTrue(removed("77AB03").isEmpty());
        assertTrue(removed("77AB04").isEmpty());
    }

    @Test
    void aMailThatHasLeftTheQueueIsForgotten() {
        active("9F3A2C", OURS);
        attempt("9F3A2C", "anna@example.org", "4.4.1", "deferred");
        line("qmgr", "9F3A2C: removed");
        assertEquals("", expired("9F3A2C", OURS).get(0).getOriginalRecipient());
    }

    @Test
    void whatWasReportedBeforeTheRestartIsRecalled() {
        reports.recall("Jan  5 09:30:00 mail postfix/smtp[1]: 9F3A2C: to=<anna@example.org>, relay=none, delay=1, "
                + "delays=0/0/0/1, dsn=4.4.1, status=deferred (connection refused)");
        assertEquals("anna@example.org", expired("9F3A2C", OURS).get(0).getOriginalRecipient());
    }
}
