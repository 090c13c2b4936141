package com.sourceforgery.tachikoma.mailpath;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sourceforgery.tachikoma.grpc.frontend.EmailNotification;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.TrackingData;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Mails;
import com.sourceforgery.tachikoma.testsupport.Notifications;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a client says of a mail it is told again with each event. */
class TrackingDataIT {
    @RegisterExtension
    static final Installation installation = Installation.whole();

    static Notifications notifications;

    @BeforeAll
    static void follow() throws Exception {
        notifications = installation.follow();
    }

    @Test
    void tagsAndMetadataComeBackWithEachEventAndTheRecipientsOwnWin() throws Exception {
        OutgoingEmail.Builder mail = Mails.to("plain@world.example");
        mail.addRecipients(Mails.to("own@world.example").getRecipients(0).toBuilder()
                        .putMetadata("order", "Own"))
                .setTrackingData(TrackingData.newBuilder()
                        .addTags("receipts")
                        .addTags("spring")
                        .putMetadata("order", "of all")
                        .putMetadata("shop", "Nord"));
        installation.delivery().sendEmailUnary(mail.build());

        assertEquals(Map.of("order", "of all", "shop", "Nord"), metadata("plain@world.example"));
        assertEquals(Map.of("order", "Own", "shop", "Nord"), metadata("own@world.example"));
    }

    private static Map<String, String> metadata(String recipient) {
        await().until(() -> notifications.brief().contains(recipient + " DELIVERED"));
        var tracked = notifications.about(recipient).stream()
                .map(EmailNotification::getEmailTrackingData)
                .distinct()
                .toList();
        assertEquals(1, tracked.size(), "the same with each event");
        assertEquals(List.of("receipts", "spring"), tracked.get(0).getTagsList());
        return tracked.get(0).getMetadataMap();
    }
}
