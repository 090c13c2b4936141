package com.sourceforgery.tachikoma.mailpath;

import static com.sourceforgery.tachikoma.testsupport.NodeReports.report;
import static com.sourceforgery.tachikoma.testsupport.NodeReports.reportsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Empty;
import com.sourceforgery.tachikoma.grpc.frontend.EmailAddress;
import com.sourceforgery.tachikoma.mta.DeliveryNotification;
import com.sourceforgery.tachikoma.mta.EmailMessage;
import com.sourceforgery.tachikoma.mta.MTADeliveryNotificationsGrpc.MTADeliveryNotificationsBlockingStub;
import com.sourceforgery.tachikoma.testsupport.FakeNode;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Mails;
import com.sourceforgery.tachikoma.testsupport.Notifications;
import com.sourceforgery.tachikoma.testsupport.TestDatabase;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A report of a node becomes an event of the mail that it is about, once; other reports are kept or count for nobody. */
class ReportedDeliveriesIT {
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
    void aReportThatNamesTheEnvelopeSenderNeedsNoQueueIdAndProvesThatTheMailIsQueued() throws Exception {
        try (FakeNode node = installation.fakeNode()) {
            installation.send("named@world.example");
            EmailMessage mail = node.take();
            reports.setDeliveryStatus(report("Q-named", "named@world.example", "5.1.1").toBuilder()
                    .setEnvelopeSender(mail.getFrom())
                    .setCause("log:1")
                    .build());
            notifications.awaitEvents("named@world.example", "QUEUED", "HARD_BOUNCED");
            node.queued(mail, "Q-named");
        }
    }

    private static void reportExpiry(String queueId, EmailMessage mail) {
        reports.setDeliveryStatus(report(queueId, "", "5.4.7").toBuilder()
                .setEnvelopeSender(mail.getFrom())
                .setCause("log:" + queueId)
                .build());
    }

    @Test
    void anExpiryThatNamesNoRecipientIsAboutTheMailOfItsEnvelopeSender() throws Exception {
        try (FakeNode node = installation.fakeNode()) {
            installation.send("expired@world.example", "expired-early@world.example");
            EmailMessage mail = node.take();
            node.queued(mail, "Q-expired");
            notifications.awaitEvents(mail.getEmailAddress(), "QUEUED");
            reportExpiry("Q-expired", mail);
            notifications.awaitEvents(mail.getEmailAddress(), "QUEUED", "HARD_BOUNCED");

            EmailMessage other = node.take();
            reportExpiry("Q-expired-early", other);
            notifications.awaitEvents(other.getEmailAddress(), "QUEUED", "HARD_BOUNCED");
            node.queued(other, "Q-expired-early");
        }
    }

    @Test
    void anExpiryThatNamesNoRecipientOfADeliveredMailIsAboutABccAddress() throws Exception {
        try (FakeNode node = installation.fakeNode()) {
            installation.send("delivered@world.example", "next@world.example");
            EmailMessage mail = node.take();
            EmailMessage next = node.take();
            node.queued(mail, "Q-delivered");
            notifications.awaitEvents(mail.getEmailAddress(), "QUEUED");
            reports.setDeliveryStatus(report("Q-delivered", mail.getEmailAddress(), "2.0.0"));
            reportExpiry("Q-delivered", mail);
            node.queued(next, "Q-next");
            reports.setDeliveryStatus(report("Q-next", next.getEmailAddress(), "2.0.0"));
            notifications.awaitEvents(next.getEmailAddress(), "QUEUED", "DELIVERED");
            notifications.awaitEvents(mail.getEmailAddress(), "QUEUED", "DELIVERED");
        }
    }

    @Test
    void theSameReportAgainAddsNothing() throws Exception {
        try (FakeNode node = installation.fakeNode()) {
            installation.send("again@world.example", "mark@world.example");
            EmailMessage mail = node.take();
            EmailMessage mark = node.take();
            node.queued(mail, "Q-again");
            node.queued(mark, "Q-mark");
            for (int i = 0; i < 3; i++) {
                reports.setDeliveryStatus(report("Q-again", mail.getEmailAddress(), "2.0.0").toBuilder()
                        .setCause("log:77")
                        .build());
            }
            reports.setDeliveryStatus(report("Q-mark", mark.getEmailAddress(), "2.0.0"));
            notifications.awaitEvents(mark.getEmailAddress(), "QUEUED", "DELIVERED");
            notifications.awaitEvents(mail.getEmailAddress(), "QUEUED", "DELIVERED");
        }
    }

    @Test
    void aReportAboutABccAddressCountsForNobody() throws Exception {
        try (FakeNode node = installation.fakeNode()) {
            installation
                    .delivery()
                    .sendEmailUnary(Mails.to("to@world.example")
                            .addBcc(EmailAddress.newBuilder().setEmail("archive@world.example"))
                            .addBcc(EmailAddress.newBuilder().setEmail("early-archive@world.example"))
                            .build());
            EmailMessage mail = node.take();
            reports.setDeliveryStatus(report("Q-bcc", "early-archive@world.example", "5.1.1"));
            node.queued(mail, "Q-bcc");
            notifications.awaitEvents("to@world.example", "QUEUED");
            reports.setDeliveryStatus(report("Q-bcc", "archive@world.example", "5.1.1"));
            reports.setDeliveryStatus(report("Q-bcc2", "archive@world.example", "5.1.1").toBuilder()
                    .setEnvelopeSender(mail.getFrom())
                    .build());
            reports.setDeliveryStatus(report("Q-bcc", "to@world.example", "2.0.0"));
            notifications.awaitEvents("to@world.example", "QUEUED", "DELIVERED");
            assertEquals(0, database.count("early_status where recipient = 'archive@world.example'"));
        }
    }

    @Test
    void aReportThatSaysNothingUsableIsAnsweredOkAndKept() throws Exception {
        long before = database.count("dead_letter");
        reports.setDeliveryStatus(report("Q", "x@world.example", "delivered, I think"));
        reports.setDeliveryStatus(DeliveryNotification.getDefaultInstance());
        reports.setDeliveryStatus(report("Q\0", "x@world.example", "2.0.0"));
        assertEquals(before + 3, database.count("dead_letter"));
    }

    @Test
    void aReportThatTheDatabaseCannotTakeIsAnsweredOkAndKept() throws Exception {
        long before = database.count("dead_letter");
        String tooLongForAnIndex = new Random(1)
                .ints(10_000, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        assertEquals(
                Empty.getDefaultInstance(),
                reports.setDeliveryStatus(report(tooLongForAnIndex, "x@world.example", "2.0.0")));
        assertEquals(before + 1, database.count("dead_letter"));
    }
}
