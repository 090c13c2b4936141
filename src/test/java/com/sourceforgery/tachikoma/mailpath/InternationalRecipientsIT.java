package com.sourceforgery.tachikoma.mailpath;

import static com.sourceforgery.tachikoma.testsupport.NodeReports.report;
import static com.sourceforgery.tachikoma.testsupport.NodeReports.reportsOf;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailQueueStatus;
import com.sourceforgery.tachikoma.mta.EmailMessage;
import com.sourceforgery.tachikoma.testsupport.FakeNode;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Notifications;
import com.sourceforgery.tachikoma.testsupport.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class InternationalRecipientsIT {
    @RegisterExtension
    static final Installation installation = Installation.ofWebserver();

    static Notifications notifications;
    static final TestDatabase database = installation.database();

    @BeforeAll
    static void follow() throws Exception {
        notifications = installation.follow();
    }

    private static void awaitEvents(String... briefs) {
        await().untilAsserted(() -> assertTrue(
                notifications.brief().containsAll(List.of(briefs)),
                () -> notifications.brief().toString()));
    }

    @Test
    void theAnswerHasTheAddressAsTheCallerWroteIt() throws Exception {
        database.block("eva@xn--bcher-kva.example", "UNSUBSCRIBED");

        EmailQueueStatus status = installation.send("Eva@Bücher.example").get(0);

        assertEquals("Eva@Bücher.example", status.getRecipient().getEmail());
        assertTrue(status.hasRejected(), "blocked in the ASCII form of the domain");
    }

    @Test
    void aReportThatNamesTheEnvelopeSenderIsAboutTheRecipientInAscii() throws Exception {
        try (FakeNode node = installation.fakeNode()) {
            installation.send("Ada@BÜCHER.example");
            EmailMessage mail = node.take();
            assertEquals("Ada@xn--bcher-kva.example", mail.getEmailAddress());
            reportsOf(installation)
                    .setDeliveryStatus(report("Q-named", mail.getEmailAddress(), "2.0.0").toBuilder()
                            .setEnvelopeSender(mail.getFrom())
                            .setCause("1")
                            .build());
            awaitEvents("Ada@xn--bcher-kva.example QUEUED", "Ada@xn--bcher-kva.example DELIVERED");
            node.queued(mail, "Q-named");
        }
    }

    @Test
    void theRecipientThatReplacesAllOthersIsKnownInAsciiToo() throws Exception {
        database.update("update app_user set recipient_override = 'Test@Bücher.example' where role = 'FRONTEND_ADMIN'");
        try (FakeNode node = installation.fakeNode()) {
            installation.send("bea@world.example");
            EmailMessage mail = node.take();
            assertEquals("Test@xn--bcher-kva.example", mail.getEmailAddress());
            reportsOf(installation)
                    .setDeliveryStatus(report("Q-replaced", mail.getEmailAddress(), "5.1.1").toBuilder()
                            .setEnvelopeSender(mail.getFrom())
                            .setCause("2")
                            .build());
            awaitEvents("bea@world.example QUEUED", "bea@world.example HARD_BOUNCED");
            node.queued(mail, "Q-replaced");
        } finally {
            database.update("update app_user set recipient_override = null");
        }
    }
}
