package com.sourceforgery.tachikoma.schedule;

import static com.sourceforgery.tachikoma.schedule.ScheduledMails.SOON;
import static com.sourceforgery.tachikoma.schedule.ScheduledMails.all;
import static com.sourceforgery.tachikoma.schedule.ScheduledMails.mail;
import static com.sourceforgery.tachikoma.schedule.ScheduledMails.timestamp;
import static com.sourceforgery.tachikoma.testsupport.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.grpc.frontend.EmailAddress;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailQueueStatus;
import com.sourceforgery.tachikoma.grpc.frontend.schedule.CancelEmailsRequest;
import com.sourceforgery.tachikoma.grpc.frontend.schedule.ListScheduledEmailsResponse;
import com.sourceforgery.tachikoma.grpc.frontend.schedule.ScheduleServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.schedule.ScheduleServiceGrpc.ScheduleServiceBlockingStub;
import com.sourceforgery.tachikoma.grpc.frontend.schedule.ScheduledEmail;
import com.sourceforgery.tachikoma.testsupport.Installation;
import io.grpc.Status.Code;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Mail that waits for its time is listed to its own account. */
class ScheduledMailListIT {
    @RegisterExtension
    static final Installation installation = Installation.ofWebserver();

    static final ScheduledMails scheduled = new ScheduledMails(installation);

    @BeforeEach
    void nothingWaits() {
        installation.database().update("delete from outbox");
    }

    @Test
    void waitingMailIsListedWithWhatAPersonAsksFor() throws Exception {
        EmailQueueStatus status =
                scheduled.send(SOON, "invoice", "listed@world.example").get(0);
        ScheduledEmail mail =
                scheduled.service().listScheduledEmails(all().build()).getEmails(0);
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
        scheduled.send(SOON, "news", "first@world.example");
        scheduled.send(SOON.plusSeconds(60), "invoice", "Second@world.example");
        scheduled.send(SOON.plusSeconds(120), "news", "third@world.example");

        assertEquals(
                List.of("first@world.example", "Second@world.example", "third@world.example"), scheduled.list(all()));
        assertEquals(
                List.of("Second@world.example"),
                scheduled.list(all().setDueFrom(timestamp(SOON.plusSeconds(60)))
                        .setDueBefore(timestamp(SOON.plusSeconds(120)))));
        assertEquals(List.of("first@world.example", "third@world.example"), scheduled.list(all().setTag("news")));
        assertEquals(
                List.of("Second@world.example"),
                scheduled.list(all().setRecipient(EmailAddress.newBuilder().setEmail("second@world.example"))));
        assertEquals(List.of(), scheduled.list(all().setTag("news").setDueFrom(timestamp(SOON.plusSeconds(121)))));
    }

    @Test
    void aLongListComesInPagesAlthoughAllIsDueAtOneTime() throws Exception {
        String[] recipients = new String[25];
        for (int i = 0; i < recipients.length; i++) {
            recipients[i] = String.format("page%02d@world.example", i);
        }
        scheduled.send(SOON, "bulk", recipients);
        scheduled.send(SOON, "single", "single@world.example");
        List<String> listed = new ArrayList<>();
        int pages = 0;
        String token = "";
        do {
            ListScheduledEmailsResponse page = scheduled
                    .service()
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
        EmailQueueStatus status = scheduled.send(SOON, "ours@world.example");
        ScheduleServiceBlockingStub other = installation.withToken(
                installation.apiToken("example.net", "FRONTEND_ADMIN"), ScheduleServiceGrpc::newBlockingStub);
        assertEquals(0, other.listScheduledEmails(all().build()).getEmailsCount());
        assertRefused(
                Code.NOT_FOUND,
                () -> other.cancelEmails(CancelEmailsRequest.newBuilder()
                        .setSelection(mail(status))
                        .build()));
        assertEquals(List.of("ours@world.example"), scheduled.list(all()));
    }
}
