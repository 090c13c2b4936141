package com.sourceforgery.tachikoma.mailpath;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.sourceforgery.tachikoma.grpc.frontend.EmailNotification;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.NotificationStreamParameters;
import com.sourceforgery.tachikoma.mta.EmailMessage;
import com.sourceforgery.tachikoma.testsupport.FakeNode;
import com.sourceforgery.tachikoma.testsupport.FrontendUser;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Mails;
import com.sourceforgery.tachikoma.testsupport.Notifications;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class UnreadStreamIT {
    private static final int MAILS = 2_000;

    @RegisterExtension
    static final Installation installation = Installation.ofWebserver();

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
    void aClientThatDoesNotReadHoldsNobodyUpAndFindsAllWhenItDoes() throws Exception {
        Notifications other = installation.follow();
        Notifications idle = installation.follow(
                Notifications.unread(),
                FrontendUser.create(installation.database()).apiToken(),
                NotificationStreamParameters.newBuilder()
                        .setIncludeTrackingData(true)
                        .build());
        installation.delivery().sendEmailUnary(largeEvents());

        try (FakeNode node = installation.fakeNode()) {
            for (int i = 0; i < MAILS; i++) {
                EmailMessage mail = node.take();
                node.queued(mail, "Q" + mail.getEmailId());
            }
        }

        await().untilAsserted(() -> assertEquals(MAILS, other.all().size()));
        assertNull(idle.ended());
        assertEquals(List.of(), idle.all());
        idle.readsOn();
        await().untilAsserted(() -> assertEquals(MAILS, mails(idle)));
        assertNull(idle.ended());
    }

    private static long mails(Notifications notifications) {
        return notifications.all().stream()
                .map(EmailNotification::getEmailId)
                .distinct()
                .count();
    }
}
