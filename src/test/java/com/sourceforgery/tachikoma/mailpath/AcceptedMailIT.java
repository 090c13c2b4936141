package com.sourceforgery.tachikoma.mailpath;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailQueueStatus;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailQueueStatus.DeliveryStatusCase;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.Rejected.RejectReason;
import com.sourceforgery.tachikoma.mta.EmailMessage;
import com.sourceforgery.tachikoma.testsupport.FakeNode;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Mails;
import com.sourceforgery.tachikoma.testsupport.Notifications;
import com.sourceforgery.tachikoma.testsupport.TestDatabase;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a client is told of each recipient, and what becomes of the mail then. */
class AcceptedMailIT {
    @RegisterExtension
    static final Installation installation = Installation.ofWebserver();

    static Notifications notifications;
    static final TestDatabase database = installation.database();

    @BeforeAll
    static void follow() throws Exception {
        notifications = installation.follow();
    }

    private static List<EmailQueueStatus> stream(OutgoingEmail mail) throws Exception {
        return ImmutableList.copyOf(installation.delivery().sendEmail(mail));
    }

    @Test
    void aStreamingCallTellsEachRecipientInTheCallersOrder() throws Exception {
        database.block("blocked@world.example", "UNSUBSCRIBED");
        List<EmailQueueStatus> statuses =
                stream(Mails.to("b@world.example", "blocked@world.example", "a@world.example", "b@world.example")
                        .build());
        assertEquals(
                List.of("b@world.example", "blocked@world.example", "a@world.example", "b@world.example"),
                statuses.stream()
                        .map(status -> status.getRecipient().getEmail())
                        .toList());
        assertEquals(
                List.of(
                        DeliveryStatusCase.QUEUED,
                        DeliveryStatusCase.REJECTED,
                        DeliveryStatusCase.QUEUED,
                        DeliveryStatusCase.QUEUED),
                statuses.stream().map(EmailQueueStatus::getDeliveryStatusCase).toList());
        assertEquals(
                4,
                statuses.stream()
                        .map(status -> status.getEmailId().getId())
                        .distinct()
                        .count(),
                "the same address twice is two mails");
        assertEquals(
                1,
                statuses.stream()
                        .map(status -> status.getTransactionId().getId())
                        .distinct()
                        .count());
    }

    @Test
    void aStreamingCallThatIsRefusedStoresNothing() throws Exception {
        long before = database.count("send_request");
        StatusRuntimeException refused = Assertions.assertThrows(
                StatusRuntimeException.class,
                () -> stream(Mails.to("no address").build()));
        assertEquals(Status.Code.INVALID_ARGUMENT, refused.getStatus().getCode());
        assertEquals(before, database.count("send_request"));
    }

    @Test
    void aBlockedRecipientIsRejectedWithItsReasonAndTheOthersGo() throws Exception {
        database.block("complained@world.example", "SPAM_MARKED");
        database.block("bounced@world.example", "HARD_BOUNCED");
        List<EmailQueueStatus> statuses = installation
                .delivery()
                .sendEmailUnary(Mails.to("Complained@World.Example", "bounced@world.example", "fine@world.example")
                        .build())
                .getListList();
        assertEquals(RejectReason.SPAM_MARKED, statuses.get(0).getRejected().getRejectReason());
        assertEquals("marked as spam", statuses.get(0).getRejected().getRejectionReason());
        assertEquals(RejectReason.SPAM_MARKED, statuses.get(1).getRejected().getRejectReason());
        assertEquals("hard bounced", statuses.get(1).getRejected().getRejectionReason());
        try (FakeNode node = installation.fakeNode()) {
            await().until(() -> takeAll(node, "fine@world.example"));
        }
        assertEquals(List.of(), notifications.about("bounced@world.example"));
    }

    /** Answers what comes; whether the mail to this recipient was there. */
    private static boolean takeAll(FakeNode node, String recipient) throws Exception {
        EmailMessage mail = node.poll(100);
        if (mail == null) {
            return false;
        }
        node.queued(mail, "Q" + mail.getEmailId());
        return mail.getEmailAddress().equals(recipient) || takeAll(node, recipient);
    }

    @Test
    void aMailThatIsDueLaterIsScheduledAndSentWhenItIsDue() throws Exception {
        Timestamp due = Timestamps.fromMillis(Instant.now().plusSeconds(5).toEpochMilli());
        EmailQueueStatus status = installation
                .delivery()
                .sendEmailUnary(Mails.to("later@world.example").setSendAt(due).build())
                .getList(0);
        assertEquals(due, status.getScheduled().getScheduledTo());
        try (FakeNode node = installation.fakeNode()) {
            await().until(() -> takeAll(node, "later@world.example"));
            assertTrue(Instant.now().toEpochMilli() >= Timestamps.toMillis(due));
        }
    }

    @Test
    void aMailThatWasDueBeforeIsQueued() throws Exception {
        EmailQueueStatus status = installation
                .delivery()
                .sendEmailUnary(Mails.to("past@world.example")
                        .setSendAt(Timestamps.fromSeconds(1))
                        .build())
                .getList(0);
        assertTrue(status.hasQueued());
    }

    @Test
    void aRecipientThatIsBlockedBetweenReleaseAndClaimIsNotSent() throws Exception {
        installation.send("claimed@world.example");
        database.update(
                "insert into node_session (id, account_id, webserver) "
                        + "select ?, id, 'another' from account where mail_domain = 'example.com'",
                UUID.randomUUID());
        await().until(() -> leased("claimed@world.example") == 1);
        database.block("claimed@world.example", "UNSUBSCRIBED");
        try (FakeNode node = installation.fakeNode()) {
            await().until(() -> {
                assertNull(mailTo(node, "claimed@world.example"));
                return notifications.kindsOf("claimed@world.example").equals(List.of("HARD_BOUNCED"));
            });
        }
        assertEquals(0, leased("claimed@world.example"));
    }

    private static EmailMessage mailTo(FakeNode node, String recipient) throws Exception {
        EmailMessage mail = node.poll(100);
        if (mail != null && !mail.getEmailAddress().equals(recipient)) {
            node.queued(mail, "Q" + mail.getEmailId());
            return null;
        }
        return mail;
    }

    private static long leased(String recipient) {
        return database.count(
                "outbox o join email e on e.id = o.email_id where e.recipient = ? and o.attempt > 0", recipient);
    }
}
