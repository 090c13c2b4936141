package com.sourceforgery.tachikoma.schedule;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Timestamp;
import com.sourceforgery.tachikoma.grpc.frontend.EmailAddress;
import com.sourceforgery.tachikoma.grpc.frontend.EmailId;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailQueueStatus;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.grpc.frontend.schedule.CancelEmailsRequest;
import com.sourceforgery.tachikoma.grpc.frontend.schedule.ListScheduledEmailsRequest;
import com.sourceforgery.tachikoma.grpc.frontend.schedule.ListScheduledEmailsResponse;
import com.sourceforgery.tachikoma.grpc.frontend.schedule.RescheduleEmailsRequest;
import com.sourceforgery.tachikoma.grpc.frontend.schedule.ScheduleServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.schedule.ScheduleServiceGrpc.ScheduleServiceBlockingStub;
import com.sourceforgery.tachikoma.grpc.frontend.schedule.ScheduledEmail;
import com.sourceforgery.tachikoma.grpc.frontend.schedule.ScheduledEmailSelection;
import com.sourceforgery.tachikoma.grpc.frontend.schedule.SendEmailsNowRequest;
import com.sourceforgery.tachikoma.mta.EmailMessage;
import com.sourceforgery.tachikoma.testsupport.FakeNode;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Mails;
import com.sourceforgery.tachikoma.testsupport.Notifications;
import com.sourceforgery.tachikoma.testsupport.RealServices;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

class ScheduledMailIT {
    private static final Instant SOON =
            Instant.ofEpochSecond(Instant.now().getEpochSecond()).plus(Duration.ofHours(1));

    @RegisterExtension
    static final RealServices services = new RealServices();

    @TempDir
    static Path folder;

    static Installation installation;
    static Notifications notifications;

    @BeforeAll
    static void start() throws Exception {
        installation = new Installation(services, folder);
        installation.startWebserver();
        notifications = installation.follow();
    }

    @AfterAll
    static void stop() throws Exception {
        installation.close();
    }

    @BeforeEach
    void nothingWaits() {
        new JdbcTemplate(services.dataSource()).update("delete from outbox");
    }

    private static ScheduleServiceBlockingStub schedule() throws Exception {
        return installation.as("FRONTEND_ADMIN", ScheduleServiceGrpc.newBlockingStub(installation.channel()));
    }

    private static FakeNode node() throws Exception {
        return FakeNode.connect(
                Installation.DOMAIN + ":" + installation.token(Installation.DOMAIN, "BACKEND"), installation.channel());
    }

    private static List<EmailQueueStatus> send(Instant due, String tag, String... recipients) throws Exception {
        OutgoingEmail.Builder mail = Mails.to(recipients).setSendAt(timestamp(due));
        mail.getTrackingDataBuilder().addTags(tag);
        return installation.delivery().sendEmailUnary(mail.build()).getListList();
    }

    private static EmailQueueStatus send(Instant due, String recipient) throws Exception {
        return send(due, "test", recipient).get(0);
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    private static ScheduledEmailSelection mail(EmailQueueStatus status) {
        return ScheduledEmailSelection.newBuilder()
                .setEmailId(status.getEmailId())
                .build();
    }

    private static ScheduledEmailSelection transaction(EmailQueueStatus status) {
        return ScheduledEmailSelection.newBuilder()
                .setTransactionId(status.getTransactionId())
                .build();
    }

    private static List<EmailId> cancel(ScheduledEmailSelection selection) throws Exception {
        return schedule()
                .cancelEmails(
                        CancelEmailsRequest.newBuilder().setSelection(selection).build())
                .getChangedList();
    }

    private static List<String> list(ListScheduledEmailsRequest.Builder request) throws Exception {
        return schedule().listScheduledEmails(request.build()).getEmailsList().stream()
                .map(mail -> mail.getRecipient().getEmail())
                .toList();
    }

    private static ListScheduledEmailsRequest.Builder all() {
        return ListScheduledEmailsRequest.newBuilder();
    }

    private static List<String> eventsOf(String recipient) {
        return notifications.brief().stream()
                .filter(brief -> brief.startsWith(recipient + " "))
                .map(brief -> brief.substring(recipient.length() + 1))
                .toList();
    }

    private static void assertFails(Code code, Executable call) {
        assertEquals(
                code,
                assertThrows(StatusRuntimeException.class, call).getStatus().getCode());
    }

    @Test
    void waitingMailIsListedWithWhatAPersonAsksFor() throws Exception {
        EmailQueueStatus status = send(SOON, "invoice", "listed@world.example").get(0);
        ScheduledEmail mail = schedule().listScheduledEmails(all().build()).getEmails(0);
        assertEquals(status.getEmailId(), mail.getEmailId());
        assertEquals(status.getTransactionId(), mail.getTransactionId());
        assertEquals("shop@example.com", mail.getFrom().getEmail());
        assertEquals("listed@world.example", mail.getRecipient().getEmail());
        assertEquals(SOON.getEpochSecond(), mail.getDueAt().getSeconds());
        assertEquals(List.of("invoice"), mail.getTagsList());
        assertTrue(mail.getAcceptedAt().getSeconds() > 0);
    }

    @Test
    void timeTagAndRecipientChooseWhatIsListed() throws Exception {
        send(SOON, "news", "first@world.example");
        send(SOON.plusSeconds(60), "invoice", "Second@world.example");
        send(SOON.plusSeconds(120), "news", "third@world.example");

        assertEquals(List.of("first@world.example", "Second@world.example", "third@world.example"), list(all()));
        assertEquals(
                List.of("Second@world.example"),
                list(all().setDueFrom(timestamp(SOON.plusSeconds(60))).setDueBefore(timestamp(SOON.plusSeconds(120)))));
        assertEquals(List.of("first@world.example", "third@world.example"), list(all().setTag("news")));
        assertEquals(
                List.of("Second@world.example"),
                list(all().setRecipient(EmailAddress.newBuilder().setEmail("second@world.example"))));
        assertEquals(List.of(), list(all().setTag("news").setDueFrom(timestamp(SOON.plusSeconds(121)))));
    }

    @Test
    void aLongListComesInPagesAlthoughAllIsDueAtOneTime() throws Exception {
        String[] recipients = new String[25];
        for (int i = 0; i < recipients.length; i++) {
            recipients[i] = String.format("page%02d@world.example", i);
        }
        send(SOON, "bulk", recipients);
        send(SOON, "single", "single@world.example");
        List<String> listed = new ArrayList<>();
        int pages = 0;
        String token = "";
        do {
            ListScheduledEmailsResponse page = schedule()
                    .listScheduledEmails(
                            all().setPageSize(10).setPageToken(token).build());
            page.getEmailsList().forEach(mail -> listed.add(mail.getRecipient().getEmail()));
            token = page.getNextPageToken();
            pages++;
        } while (!token.isEmpty());
        assertEquals(3, pages);
        assertEquals(26, listed.size());
        assertEquals(26, listed.stream().distinct().count());
    }

    @Test
    void anotherAccountSeesAndChangesNothing() throws Exception {
        EmailQueueStatus status = send(SOON, "ours@world.example");
        ScheduleServiceBlockingStub other = Installation.withToken(
                "example.net:" + installation.token("example.net", "FRONTEND_ADMIN"),
                ScheduleServiceGrpc.newBlockingStub(installation.channel()));
        assertEquals(0, other.listScheduledEmails(all().build()).getEmailsCount());
        assertFails(
                Code.NOT_FOUND,
                () -> other.cancelEmails(CancelEmailsRequest.newBuilder()
                        .setSelection(mail(status))
                        .build()));
        assertEquals(List.of("ours@world.example"), list(all()));
    }

    @Test
    void cancelledMailIsNeverSentAndEndsWithAnEvent() throws Exception {
        EmailQueueStatus status = send(SOON, "cancelled@world.example");
        assertEquals(List.of(status.getEmailId()), cancel(mail(status)));
        assertEquals(List.of(), list(all()));
        await().untilAsserted(() -> assertEquals(List.of("CANCELLED"), eventsOf("cancelled@world.example")));
        assertFails(Code.FAILED_PRECONDITION, () -> cancel(mail(status)));
    }

    @Test
    void aTransactionIsCancelledAsAWhole() throws Exception {
        List<EmailQueueStatus> statuses = send(SOON, "test", "a@world.example", "b@world.example", "c@world.example");
        assertEquals(
                statuses.stream().map(EmailQueueStatus::getEmailId).toList(), cancel(transaction(statuses.get(0))));
        assertEquals(List.of(), list(all()));
    }

    @Test
    void mailThatIsSentNowGoesAtOnce() throws Exception {
        EmailQueueStatus status = send(SOON, "now@world.example");
        try (FakeNode node = node()) {
            schedule()
                    .sendEmailsNow(SendEmailsNowRequest.newBuilder()
                            .setSelection(mail(status))
                            .build());
            EmailMessage mail = node.take();
            assertEquals("now@world.example", mail.getEmailAddress());
            node.queued(mail, "NOW1");
            await().until(() -> eventsOf("now@world.example").equals(List.of("QUEUED")));
        }
    }

    @Test
    void mailThatIsMovedWaitsForItsNewTime() throws Exception {
        EmailQueueStatus status = send(SOON, "moved@world.example");
        Instant tomorrow = SOON.plus(Duration.ofDays(1));
        schedule()
                .rescheduleEmails(RescheduleEmailsRequest.newBuilder()
                        .setSelection(mail(status))
                        .setDueAt(timestamp(tomorrow))
                        .build());
        assertEquals(
                tomorrow.getEpochSecond(),
                schedule()
                        .listScheduledEmails(all().build())
                        .getEmails(0)
                        .getDueAt()
                        .getSeconds());

        try (FakeNode node = node()) {
            schedule()
                    .rescheduleEmails(RescheduleEmailsRequest.newBuilder()
                            .setSelection(mail(status))
                            .setDueAt(timestamp(Instant.now().minusSeconds(5)))
                            .build());
            EmailMessage mail = node.take();
            assertEquals("moved@world.example", mail.getEmailAddress());
            node.queued(mail, "MOVED1");
            await().until(() -> eventsOf("moved@world.example").equals(List.of("QUEUED")));
        }
    }

    @Test
    void onceANodeHasTheMailItIsTooLateUntilTheNodeGivesItBack() throws Exception {
        try (FakeNode node = node()) {
            EmailQueueStatus status = send(Instant.now().minusSeconds(1), "late@world.example");
            EmailMessage mail = node.take();
            assertFails(Code.FAILED_PRECONDITION, () -> cancel(mail(status)));
            assertEquals(List.of(), list(all()));

            node.notNow(mail);
            await().untilAsserted(() -> assertEquals(List.of("late@world.example"), list(all())));
            assertEquals(List.of(status.getEmailId()), cancel(mail(status)));
            assertNull(node.poll(1500));
        }
    }

    @Test
    void ofATransactionOnlyTheMailsThatNoNodeHasAreCancelled() throws Exception {
        List<EmailQueueStatus> statuses = send(SOON, "test", "gone@world.example", "here@world.example");
        try (FakeNode node = node()) {
            schedule()
                    .sendEmailsNow(SendEmailsNowRequest.newBuilder()
                            .setSelection(mail(statuses.get(0)))
                            .build());
            EmailMessage mail = node.take();
            var answer = schedule()
                    .cancelEmails(CancelEmailsRequest.newBuilder()
                            .setSelection(transaction(statuses.get(0)))
                            .build());
            assertEquals(List.of(statuses.get(1).getEmailId()), answer.getChangedList());
            assertEquals(List.of(statuses.get(0).getEmailId()), answer.getTooLateList());
            node.queued(mail, "GONE1");
            await().until(() -> eventsOf("gone@world.example").equals(List.of("QUEUED")));
        }
    }

    @Test
    void whatIsWrongInARequestIsNamed() throws Exception {
        assertFails(Code.INVALID_ARGUMENT, () -> list(all().setPageSize(-1)));
        assertFails(Code.INVALID_ARGUMENT, () -> list(all().setPageToken("no token")));
        assertFails(
                Code.INVALID_ARGUMENT,
                () -> list(all().setDueFrom(Timestamp.newBuilder().setNanos(-1))));
        assertFails(Code.INVALID_ARGUMENT, () -> cancel(ScheduledEmailSelection.getDefaultInstance()));
        EmailQueueStatus status = send(SOON, "untouched@world.example");
        assertFails(Code.INVALID_ARGUMENT, () -> schedule()
                .rescheduleEmails(RescheduleEmailsRequest.newBuilder()
                        .setSelection(mail(status))
                        .build()));
        assertFails(
                Code.NOT_FOUND,
                () -> cancel(ScheduledEmailSelection.newBuilder()
                        .setEmailId(EmailId.newBuilder().setId(Long.MAX_VALUE))
                        .build()));
        assertEquals(List.of("untouched@world.example"), list(all()));
    }
}
