package com.sourceforgery.tachikoma.accept;

import static com.sourceforgery.tachikoma.testsupport.Administration.apiToken;
import static com.sourceforgery.tachikoma.testsupport.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.FrontendUserRole;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.MailDeliveryServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.DeliveryNotificationServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.NotificationStreamParameters;
import com.sourceforgery.tachikoma.mta.DeliveryNotification;
import com.sourceforgery.tachikoma.mta.MTADeliveryNotificationsGrpc;
import com.sourceforgery.tachikoma.testsupport.Administration;
import com.sourceforgery.tachikoma.testsupport.FakeNode;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Mails;
import io.grpc.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A caller without the right token or role is told so, and nothing of its call is stored. */
class WrongCallersIT {
    private static final String NO_CREDENTIALS =
            "UNAUTHENTICATED: The x-apitoken is missing or wrong: it is <mail domain>:<token>";
    private static final String WRONG_CREDENTIALS =
            "UNAUTHENTICATED: The credentials are not those of an active user: the x-apitoken is <mail domain>:<token>, "
                    + "an x-webtoken ends when the user's password or token is changed";

    @RegisterExtension
    static final Installation installation = Installation.ofWebserver();

    static String software;

    @BeforeAll
    static void addSoftware() throws Exception {
        software = apiToken(new Administration(installation).addSoftware(FrontendUserRole.FRONTEND));
    }

    @AfterEach
    void nothingIsStored() {
        MailTables.assertEmpty(installation.database());
    }

    private static void assertSendRefused(String answer, String token) {
        assertRefused(answer, () -> installation
                .withToken(token, MailDeliveryServiceGrpc::newBlockingStub)
                .sendEmailUnary(Mails.to("ada@world.example").build()));
    }

    @Test
    void aCallWithoutOrWithAWrongTokenIsUnauthenticated() throws Exception {
        assertRefused(NO_CREDENTIALS, () -> MailDeliveryServiceGrpc.newBlockingStub(installation.channel())
                .sendEmailUnary(Mails.to("ada@world.example").build()));
        assertSendRefused(WRONG_CREDENTIALS, "example.com:wrong");
        assertSendRefused(NO_CREDENTIALS, "no colon");
        assertSendRefused(WRONG_CREDENTIALS, "nowhere.example:" + installation.token("example.com", "FRONTEND_ADMIN"));
    }

    @Test
    void theTokenOfAnotherDomainIsUnauthenticated() throws Exception {
        assertSendRefused(WRONG_CREDENTIALS, "example.com:" + installation.token("example.net", "FRONTEND_ADMIN"));
    }

    @Test
    void aNodeMayNotCallWhatSoftwareCalls() throws Exception {
        String answer = "PERMISSION_DENIED: A user with role BACKEND may not call this";
        String node = installation.apiToken("BACKEND");
        assertSendRefused(answer, node);
        assertRefused(answer, () -> installation
                .withToken(node, MailDeliveryServiceGrpc::newBlockingStub)
                .sendEmail(Mails.to("ada@world.example").build())
                .next());
        assertRefused(answer, () -> installation
                .withToken(node, DeliveryNotificationServiceGrpc::newBlockingStub)
                .notificationStream(NotificationStreamParameters.getDefaultInstance())
                .next());
    }

    @Test
    void softwareMayNotCallWhatNodesCall() {
        assertRefused("PERMISSION_DENIED: A user with role FRONTEND may not call this", () -> installation
                .withToken(software, MTADeliveryNotificationsGrpc::newBlockingStub)
                .setDeliveryStatus(DeliveryNotification.getDefaultInstance()));
        try (FakeNode node = FakeNode.connect(software, installation.channel())) {
            node.assertEnds(Status.Code.PERMISSION_DENIED);
            assertEquals(
                    "A user with role FRONTEND may not call this", node.ended().getDescription());
        }
    }
}
