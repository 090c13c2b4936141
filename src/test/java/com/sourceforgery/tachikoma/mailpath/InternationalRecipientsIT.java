package com.sourceforgery.tachikoma.mailpath;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailQueueStatus;
import com.sourceforgery.tachikoma.mta.DeliveryNotification;
import com.sourceforgery.tachikoma.mta.EmailMessage;
import com.sourceforgery.tachikoma.mta.MTADeliveryNotificationsGrpc;
import com.sourceforgery.tachikoma.testsupport.FakeNode;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Mails;
import com.sourceforgery.tachikoma.testsupport.Notifications;
import com.sourceforgery.tachikoma.testsupport.RealServices;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

class InternationalRecipientsIT {
    @RegisterExtension
    static final RealServices services = new RealServices();

    @TempDir
    static Path folder;

    static Installation installation;
    static Notifications notifications;
    static String nodeToken;
    static JdbcTemplate database;

    @BeforeAll
    static void start() throws Exception {
        installation = new Installation(services, folder);
        installation.startWebserver();
        notifications = installation.follow();
        nodeToken = Installation.DOMAIN + ":" + installation.token(Installation.DOMAIN, "BACKEND");
        database = new JdbcTemplate(services.dataSource());
    }

    @AfterAll
    static void stop() throws Exception {
        installation.close();
    }

    private static EmailQueueStatus send(String recipient) throws Exception {
        return installation
                .delivery()
                .sendEmailUnary(Mails.to(recipient).build())
                .getList(0);
    }

    private static void report(DeliveryNotification.Builder report) {
        Installation.withToken(nodeToken, MTADeliveryNotificationsGrpc.newBlockingStub(installation.channel()))
                .setDeliveryStatus(report.build());
    }

    private static void awaitEvents(String... briefs) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertTrue(
                        notifications.brief().containsAll(List.of(briefs)),
                        () -> notifications.brief().toString()));
    }

    @Test
    void theAnswerHasTheAddressAsTheCallerWroteIt() throws Exception {
        database.update("insert into blocked_email (account_id, from_email, recipient, reason) "
                + "select id, 'shop@example.com', 'eva@xn--bcher-kva.example', 'UNSUBSCRIBED' from account "
                + "where mail_domain = 'example.com'");

        EmailQueueStatus status = send("Eva@Bücher.example");

        assertEquals("Eva@Bücher.example", status.getRecipient().getEmail());
        assertTrue(status.hasRejected(), "blocked in the ASCII form of the domain");
    }

    @Test
    void aReportThatNamesTheEnvelopeSenderIsAboutTheRecipientInAscii() throws Exception {
        try (FakeNode node = FakeNode.connect(nodeToken, installation.channel())) {
            send("Ada@BÜCHER.example");
            EmailMessage mail = node.take();
            assertEquals("Ada@xn--bcher-kva.example", mail.getEmailAddress());
            report(DeliveryNotification.newBuilder()
                    .setQueueId("Q-named")
                    .setOriginalRecipient(mail.getEmailAddress())
                    .setStatus("2.0.0")
                    .setEnvelopeSender(mail.getFrom())
                    .setCause("1"));
            awaitEvents("Ada@xn--bcher-kva.example QUEUED", "Ada@xn--bcher-kva.example DELIVERED");
            node.queued(mail, "Q-named");
        }
    }

    @Test
    void theRecipientThatReplacesAllOthersIsKnownInAsciiToo() throws Exception {
        database.update("update app_user set recipient_override = 'Test@Bücher.example' where role = 'FRONTEND_ADMIN'");
        try (FakeNode node = FakeNode.connect(nodeToken, installation.channel())) {
            send("bea@world.example");
            EmailMessage mail = node.take();
            assertEquals("Test@xn--bcher-kva.example", mail.getEmailAddress());
            report(DeliveryNotification.newBuilder()
                    .setQueueId("Q-replaced")
                    .setOriginalRecipient(mail.getEmailAddress())
                    .setStatus("5.1.1")
                    .setEnvelopeSender(mail.getFrom())
                    .setCause("2"));
            awaitEvents("bea@world.example QUEUED", "bea@world.example HARD_BOUNCED");
            node.queued(mail, "Q-replaced");
        } finally {
            database.update("update app_user set recipient_override = null");
        }
    }
}
