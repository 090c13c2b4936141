package com.sourceforgery.tachikoma.user;

import static com.sourceforgery.tachikoma.testsupport.Administration.apiToken;
import static com.sourceforgery.tachikoma.testsupport.Administration.change;
import static com.sourceforgery.tachikoma.testsupport.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.ApiToken;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.FrontendUserRole;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.ModifyUserResponse;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.UserId;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.MailDeliveryServiceGrpc;
import com.sourceforgery.tachikoma.testsupport.Administration;
import com.sourceforgery.tachikoma.testsupport.FakeNode;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Mails;
import com.sourceforgery.tachikoma.testsupport.TestDatabase;
import io.grpc.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A user acts by its token for as long as an administrator lets it. */
class UserTokensIT {
    @RegisterExtension
    static final Installation installation = Installation.ofWebserver();

    static final Administration administration = new Administration(installation);
    static final TestDatabase database = installation.database();

    private static void sends(String apiToken) {
        installation
                .withToken(apiToken, MailDeliveryServiceGrpc::newBlockingStub)
                .sendEmailUnary(Mails.to("somebody@world.example").build());
    }

    @Test
    void aTokenIsInTheAnswerAndItsHashInTheDatabase() throws Exception {
        ModifyUserResponse added = administration.addSoftware(FrontendUserRole.FRONTEND);

        sends(apiToken(added));

        assertEquals(
                1,
                database.count(
                        "app_user where id = ? and token_hash = sha256(convert_to(?, 'UTF8'))",
                        added.getUser().getAuthId().getId(),
                        added.getApiToken()));
    }

    @Test
    void aTokenThatIsResetOrRemovedIsGoodNoMore() throws Exception {
        ModifyUserResponse first = administration.addSoftware(FrontendUserRole.FRONTEND);
        UserId id = first.getUser().getAuthId();

        ModifyUserResponse second = administration
                .users()
                .modifyFrontendUser(
                        change(id).setApiToken(ApiToken.RESET_API_TOKEN).build());
        sends(apiToken(second));
        assertRefused(Status.Code.UNAUTHENTICATED, () -> sends(apiToken(first)));

        ModifyUserResponse none = administration
                .users()
                .modifyFrontendUser(
                        change(id).setApiToken(ApiToken.REMOVE_API_TOKEN).build());
        assertEquals("", none.getApiToken());
        assertFalse(none.getUser().getHasApiToken());
        assertRefused(Status.Code.UNAUTHENTICATED, () -> sends(apiToken(second)));
    }

    @Test
    void aUserWhoIsNotActiveIsRefusedUntilItIsAgain() throws Exception {
        ModifyUserResponse user = administration.addSoftware(FrontendUserRole.FRONTEND);
        UserId id = user.getUser().getAuthId();

        administration.users().modifyFrontendUser(change(id).setActive(false).build());
        assertRefused(Status.Code.UNAUTHENTICATED, () -> sends(apiToken(user)));

        administration.users().modifyFrontendUser(change(id).setActive(true).build());
        sends(apiToken(user));
    }

    @Test
    void aNodeGetsATokenOfItsOwnAndLosesIt() throws Exception {
        ModifyUserResponse first = administration.addSoftware(FrontendUserRole.BACKEND);
        UserId id = first.getUser().getAuthId();
        try (FakeNode node = FakeNode.connect(apiToken(first), installation.channel())) {
            sends(installation.apiToken("FRONTEND_ADMIN"));
            node.queued(node.take(), "Q1");

            ModifyUserResponse second = administration
                    .users()
                    .modifyFrontendUser(
                            change(id).setApiToken(ApiToken.RESET_API_TOKEN).build());

            node.assertEnds(Status.Code.UNAUTHENTICATED);
            assertTrue(second.getUser().getHasApiToken());
        }
        administration.remove(id);
        assertFalse(administration.nodes().stream()
                .anyMatch(user -> user.getAuthId().equals(id)));
    }
}
