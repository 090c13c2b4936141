package com.sourceforgery.tachikoma.user;

import static com.sourceforgery.tachikoma.testsupport.Administration.apiToken;
import static com.sourceforgery.tachikoma.testsupport.Administration.change;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.ApiToken;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.FrontendUserRole;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.ModifyUserResponse;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.UserId;
import com.sourceforgery.tachikoma.testsupport.Administration;
import com.sourceforgery.tachikoma.testsupport.BrokerView;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Notifications;
import io.grpc.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a user has opened and left behind ends with its credentials. */
class RemovedUserIT {
    @RegisterExtension
    static final Installation installation = Installation.ofWebserver();

    static final Administration administration = new Administration(installation);
    static final BrokerView broker = new BrokerView(installation.services());

    private static boolean hasQueue(UserId id) throws Exception {
        return broker.exists("notifications." + id.getId());
    }

    @Test
    void theQueueOfARemovedUserGoesAndItsStreamEnds() throws Exception {
        ModifyUserResponse user = administration.addSoftware(FrontendUserRole.FRONTEND);
        Notifications stream = installation.follow(apiToken(user));

        administration.remove(user.getUser().getAuthId());

        stream.assertEnds(Status.Code.UNAUTHENTICATED);
        await().until(() -> !hasQueue(user.getUser().getAuthId()));
        installation.database().awaitEmpty("removed_user");
    }

    @Test
    void theStreamOfADeactivatedUserEndsAndItsQueueStays() throws Exception {
        ModifyUserResponse user = administration.addSoftware(FrontendUserRole.FRONTEND);
        Notifications stream = installation.follow(apiToken(user));

        administration
                .users()
                .modifyFrontendUser(
                        change(user.getUser().getAuthId()).setActive(false).build());

        stream.assertEnds(Status.Code.UNAUTHENTICATED);
        assertEquals(true, hasQueue(user.getUser().getAuthId()));
    }

    @Test
    void aStreamEndsWhenTheTokenThatOpenedItIsReset() throws Exception {
        ModifyUserResponse user = administration.addSoftware(FrontendUserRole.FRONTEND);
        Notifications stream = installation.follow(apiToken(user));

        ModifyUserResponse reset = administration
                .users()
                .modifyFrontendUser(change(user.getUser().getAuthId())
                        .setApiToken(ApiToken.RESET_API_TOKEN)
                        .build());

        stream.assertEnds(Status.Code.UNAUTHENTICATED);
        Notifications again = installation.follow(apiToken(reset));
        assertNull(again.ended());
    }

    @Test
    void whatAnotherWebserverWithdrawsEndsStreamsHere() throws Exception {
        ModifyUserResponse user = administration.addSoftware(FrontendUserRole.FRONTEND);
        Notifications stream = installation.follow(apiToken(user));

        installation
                .database()
                .update(
                        "update app_user set active = false where id = ?",
                        user.getUser().getAuthId().getId());

        stream.assertEnds(Status.Code.UNAUTHENTICATED);
    }
}
