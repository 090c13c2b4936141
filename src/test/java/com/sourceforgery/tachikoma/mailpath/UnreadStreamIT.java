package com.sourceforgery.tachikoma.mailpath;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.account.Tokens;
import com.sourceforgery.tachikoma.grpc.frontend.EmailNotification;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.DeliveryNotificationServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.NotificationStreamParameters;
import com.sourceforgery.tachikoma.mta.EmailMessage;
import com.sourceforgery.tachikoma.testsupport.FakeNode;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Mails;
import com.sourceforgery.tachikoma.testsupport.Notifications;
import com.sourceforgery.tachikoma.testsupport.RealServices;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

class UnreadStreamIT {
    private static final int MAILS = 2_000;

    @RegisterExtension
    static final RealServices services = new RealServices();

    /** A client that reads nothing until it is told to. */
    private static final class IdleReader
            implements ClientResponseObserver<NotificationStreamParameters, EmailNotification> {
        private final Set<Long> emailIds = ConcurrentHashMap.newKeySet();
        private volatile Status ended;
        private ClientCallStreamObserver<NotificationStreamParameters> call;

        @Override
        public void beforeStart(ClientCallStreamObserver<NotificationStreamParameters> requests) {
            call = requests;
            requests.disableAutoRequestWithInitial(0);
        }

        @Override
        public void onNext(EmailNotification event) {
            emailIds.add(event.getEmailId().getId());
        }

        @Override
        public void onError(Throwable failure) {
            ended = Status.fromThrowable(failure);
        }

        @Override
        public void onCompleted() {
            ended = Status.OK;
        }
    }

    /** As large as the window of a connection many times over. */
    private static OutgoingEmail largeEvents() {
        String[] recipients = new String[MAILS];
        for (int i = 0; i < MAILS; i++) {
            recipients[i] = "unread" + i + "@world.example";
        }
        OutgoingEmail.Builder mail = Mails.to(recipients);
        mail.getTrackingDataBuilder().putMetadata("order", "x".repeat(4_000));
        return mail.build();
    }

    @Test
    void aClientThatDoesNotReadHoldsNobodyUpAndFindsAllWhenItDoes(@TempDir Path folder) throws Exception {
        try (Installation installation = new Installation(services, folder)) {
            installation.startWebserver();
            new JdbcTemplate(services.dataSource())
                    .update(
                            "insert into app_user (account_id, role, token_hash) "
                                    + "select id, 'FRONTEND', ? from account where mail_domain = ?",
                            Tokens.hash("idle"),
                            Installation.DOMAIN);
            Notifications other = installation.follow();
            IdleReader idle = new IdleReader();
            Installation.withToken(
                            Installation.DOMAIN + ":idle",
                            DeliveryNotificationServiceGrpc.newStub(installation.channel()))
                    .notificationStream(
                            NotificationStreamParameters.newBuilder()
                                    .setIncludeTrackingData(true)
                                    .build(),
                            idle);
            installation.delivery().sendEmailUnary(largeEvents());

            try (FakeNode node = FakeNode.connect(
                    Installation.DOMAIN + ":" + installation.token(Installation.DOMAIN, "BACKEND"),
                    installation.channel())) {
                for (int i = 0; i < MAILS; i++) {
                    EmailMessage mail = node.take();
                    node.queued(mail, "Q" + mail.getEmailId());
                }
            }

            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertEquals(MAILS, other.all().size()));
            assertNull(idle.ended);
            assertTrue(idle.emailIds.isEmpty());
            idle.call.request(Integer.MAX_VALUE);
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertEquals(MAILS, idle.emailIds.size()));
            assertNull(idle.ended);
        }
    }
}
