package com.sourceforgery.tachikoma.schedule;

import static com.sourceforgery.tachikoma.schedule.ScheduledMails.SOON;
import static com.sourceforgery.tachikoma.schedule.ScheduledMails.all;
import static com.sourceforgery.tachikoma.schedule.ScheduledMails.mail;
import static com.sourceforgery.tachikoma.schedule.ScheduledMails.timestamp;
import static com.sourceforgery.tachikoma.schedule.ScheduledMails.transaction;
import static com.sourceforgery.tachikoma.testsupport.Refusals.assertRefused;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.google.protobuf.Timestamp;
import com.sourceforgery.tachikoma.grpc.frontend.EmailId;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailQueueStatus;
import com.sourceforgery.tachikoma.grpc.frontend.schedule.CancelEmailsRequest;
import com.sourceforgery.tachikoma.grpc.frontend.schedule.RescheduleEmailsRequest;
import com.sourceforgery.tachikoma.grpc.frontend.schedule.ScheduledEmailSelection;
import com.sourceforgery.tachikoma.grpc.frontend.schedule.SendEmailsNowRequest;
import com.sourceforgery.tachikoma.mta.EmailMessage;
import com.sourceforgery.tachikoma.testsupport.FakeNode;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Notifications;
import io.grpc.Status.Code;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Mail that waits for its time is cancelled, moved or sent now, until a node has it. */
class ScheduledMailChangesIT {
    @RegisterExtension
    static final Installation installation = Installation.ofWebserver();

    static final ScheduledMails scheduled = new ScheduledMails(installation);
    static Notifications notifications;

    @BeforeAll
    static void follow() throws Exception {
        notifications = installation.follow();
    }

    @BeforeEach
    void nothingWaits() {
        installation.database().update("delete from outbox");
    }

    @Test
    void cancelledMailIsNeverSentAndEndsWithAnEvent() throws Exception {
        EmailQueueStatus status = scheduled.send(SOON, "cancelled@world.example");
        assertEquals(List.of(status.getEmailId()), scheduled.cancel(mail(status)));
        assertEquals(List.of(), scheduled.list(all()));
        notifications.awaitEvents("cancelled@world.example", "CANCELLED");
        assertRefused(Code.FAILED_PRECONDITION, () -> scheduled.cancel(mail(status)));
    }

    @Test
    void aTransactionIsCancelledAsAWhole() throws Exception {
        List<EmailQueueStatus> statuses =
                scheduled.send(SOON, "test", "a@world.example", "b@world.example", "c@world.example");
        assertEquals(
                statuses.stream().map(EmailQueueStatus::getEmailId).toList(),
                scheduled.cancel(transaction(statuses.get(0))));
        assertEquals(List.of(), scheduled.list(all()));
    }

    @Test
    void mailThatIsSentNowGoesAtOnce() throws Exception {
        EmailQueueStatus status = scheduled.send(SOON, "now@world.example");
        try (FakeNode node = installation.fakeNode()) {
            scheduled
                    .service()
                    .sendEmailsNow(SendEmailsNowRequest.newBuilder()
                            .setSelection(mail(status))
                            .build());
            EmailMessage mail = node.take();
            assertEquals("now@world.example", mail.getEmailAddress());
            node.queued(mail, "NOW1");
            notifications.awaitEvents("now@world.example", "QUEUED");
        }
    }

    @Test
    void mailThatIsMovedWaitsForItsNewTime() throws Exception {
        EmailQueueStatus status = scheduled.send(SOON, "moved@world.example");
        Instant tomorrow = SOON.plus(Duration.ofDays(1));
        scheduled
                .service()
                .rescheduleEmails(RescheduleEmailsRequest.newBuilder()
                        .setSelection(mail(status))
                        .setDueAt(timestamp(tomorrow))
                        .build());
        assertEquals(
                tomorrow.getEpochSecond(),
                scheduled
                        .service()
                        .listScheduledEmails(all().build())
                        .getEmails(0)
                        .getDueAt()
                        .getSeconds());

        try (FakeNode node = installation.fakeNode()) {
            scheduled
                    .service()
                    .rescheduleEmails(RescheduleEmailsRequest.newBuilder()
                            .setSelection(mail(status))
                            .setDueAt(timestamp(Instant.now().minusSeconds(5)))
                            .build());
            EmailMessage mail = node.take();
            assertEquals("moved@world.example", mail.getEmailAddress());
            node.queued(mail, "MOVED1");
            notifications.awaitEvents("moved@world.example", "QUEUED");
        }
    }

    @Test
    void onceANodeHasTheMailItIsTooLateUntilTheNodeGivesItBack() throws Exception {
        try (FakeNode node = installation.fakeNode()) {
            EmailQueueStatus status = scheduled.send(Instant.now().minusSeconds(1), "late@world.example");
            EmailMessage mail = node.take();
            assertRefused(Code.FAILED_PRECONDITION, () -> scheduled.cancel(mail(status)));
            assertEquals(List.of(), scheduled.list(all()));

            node.notNow(mail);
            await().untilAsserted(() -> assertEquals(List.of("late@world.example"), scheduled.list(all())));
            assertEquals(List.of(status.getEmailId()), scheduled.cancel(mail(status)));
            assertNull(node.poll(1500));
        }
    }

    @Test
    void ofATransactionOnlyTheMailsThatNoNodeHasAreCancelled() throws Exception {
        List<EmailQueueStatus> statuses = scheduled.send(SOON, "test", "gone@world.example", "here@world.example");
        try (FakeNode node = installation.fakeNode()) {
            scheduled
                    .service()
                    .sendEmailsNow(SendEmailsNowRequest.newBuilder()
                            .setSelection(mail(statuses.get(0)))
                            .build());
            EmailMessage mail = node.take();
            var answer = scheduled
                    .service()
                    .cancelEmails(CancelEmailsRequest.newBuilder()
                            .setSelection(transaction(statuses.get(0)))
                            .build());
            assertEquals(List.of(statuses.get(1).getEmailId()), answer.getChangedList());
            assertEquals(List.of(statuses.get(0).getEmailId()), answer.getTooLateList());
            node.queued(mail, "GONE1");
            notifications.awaitEvents("gone@world.example", "QUEUED");
        }
    }

    @Test
    void whatIsWrongInARequestIsNamed() throws Exception {
        assertRefused(Code.INVALID_ARGUMENT, () -> scheduled.list(all().setPageSize(-1)));
        assertRefused(Code.INVALID_ARGUMENT, () -> scheduled.list(all().setPageToken("no token")));
        assertRefused(
                Code.INVALID_ARGUMENT,
                () -> scheduled.list(all().setDueFrom(Timestamp.newBuilder().setNanos(-1))));
        assertRefused(Code.INVALID_ARGUMENT, () -> scheduled.cancel(ScheduledEmailSelection.getDefaultInstance()));
        EmailQueueStatus status = scheduled.send(SOON, "untouched@world.example");
        assertRefused(Code.INVALID_ARGUMENT, () -> scheduled
                .service()
                .rescheduleEmails(RescheduleEmailsRequest.newBuilder()
                        .setSelection(mail(status))
                        .build()));
        assertRefused(
                Code.NOT_FOUND,
                () -> scheduled.cancel(ScheduledEmailSelection.newBuilder()
                        .setEmailId(EmailId.newBuilder().setId(Long.MAX_VALUE))
                        .build()));
        assertEquals(List.of("untouched@world.example"), scheduled.list(all()));
    }
}
