package com.sourceforgery.tachikoma.user;

import static com.sourceforgery.tachikoma.testsupport.Administration.PASSWORD;
import static com.sourceforgery.tachikoma.testsupport.Administration.change;
import static com.sourceforgery.tachikoma.testsupport.Administration.person;
import static com.sourceforgery.tachikoma.testsupport.Mails.address;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.grpc.frontend.EmailAddress;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.AddUserRequest;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.FrontendUser;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.FrontendUserRole;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.ModifyUserRequest;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.ModifyUserResponse;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.UserId;
import com.sourceforgery.tachikoma.testsupport.Administration;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An administrator adds, lists and changes the users of its domain. */
class UsersIT {
    @RegisterExtension
    static final Installation installation = Installation.ofWebserver();

    static final Administration administration = new Administration(installation);
    static final TestDatabase database = installation.database();

    @Test
    void aUserIsListedAsItWasAdded() throws Exception {
        ModifyUserResponse added = administration
                .users()
                .addFrontendUser(person("Ada", PASSWORD)
                        .setAddApiToken(true)
                        .setAuthenticationRole(FrontendUserRole.FRONTEND_ADMIN)
                        .setMailDomain("Example.COM")
                        .setRecipientOverride(address("test@Bücher.example"))
                        .build());

        FrontendUser user = administration.find(added.getUser().getAuthId());
        assertEquals(added.getUser(), user);
        assertEquals("ada", user.getLogin());
        assertTrue(user.getActive() && user.getHasPassword() && user.getHasApiToken());
        assertEquals(FrontendUserRole.FRONTEND_ADMIN, user.getAuthenticationRole());
        assertEquals(Installation.DOMAIN, user.getMailDomain());
        assertEquals("test@xn--bcher-kva.example", user.getRecipientOverride().getEmail());
        assertTrue(user.getDateCreated().getSeconds() > 1_700_000_000L);
        assertEquals(user.getDateCreated(), user.getLastUpdated());
    }

    @Test
    void aUserIsInactiveWithoutPasswordTokenAndOverrideUnlessTheyAreGiven() throws Exception {
        ModifyUserResponse added = administration.users().addFrontendUser(AddUserRequest.getDefaultInstance());

        FrontendUser user = administration.find(added.getUser().getAuthId());
        assertFalse(user.getActive() || user.getHasPassword() || user.getHasApiToken() || user.hasRecipientOverride());
        assertEquals("", added.getApiToken());
    }

    @Test
    void usersOfOtherDomainsAreNotListedAndNodesOnlyToThoseWhoAskForThem() throws Exception {
        for (FrontendUser user : administration.list()) {
            assertEquals(Installation.DOMAIN, user.getMailDomain());
            assertNotEquals(FrontendUserRole.BACKEND, user.getAuthenticationRole());
        }

        assertTrue(administration.nodes().stream()
                .allMatch(user -> user.getMailDomain().equals(Installation.DOMAIN)));
        assertFalse(administration.nodes().isEmpty());
    }

    @Test
    void aRecipientOverrideThatIsNotGivenStaysAndAnEmptyOneClearsIt() throws Exception {
        ModifyUserResponse user = administration.addSoftware(FrontendUserRole.FRONTEND);
        UserId id = user.getUser().getAuthId();
        administration
                .users()
                .modifyFrontendUser(change(id)
                        .setRecipientOverride(address("test@world.example"))
                        .build());
        assertEquals(
                "test@world.example",
                administration.find(id).getRecipientOverride().getEmail());

        administration.users().modifyFrontendUser(change(id).setActive(true).build());
        assertEquals(
                "test@world.example",
                administration.find(id).getRecipientOverride().getEmail());

        administration
                .users()
                .modifyFrontendUser(change(id)
                        .setRecipientOverride(EmailAddress.getDefaultInstance())
                        .build());
        assertFalse(administration.find(id).hasRecipientOverride());
    }

    @Test
    void theRoleIsTheGivenOneUnlessItIsToBeKept() throws Exception {
        UserId id = administration
                .addSoftware(FrontendUserRole.FRONTEND_ADMIN)
                .getUser()
                .getAuthId();

        administration.users().modifyFrontendUser(change(id).build());
        assertEquals(FrontendUserRole.FRONTEND_ADMIN, administration.find(id).getAuthenticationRole());

        administration
                .users()
                .modifyFrontendUser(ModifyUserRequest.newBuilder().setAuthId(id).build());
        assertEquals(FrontendUserRole.FRONTEND, administration.find(id).getAuthenticationRole());
    }

    @Test
    void aChangeIsDated() throws Exception {
        UserId id =
                administration.addSoftware(FrontendUserRole.FRONTEND).getUser().getAuthId();
        database.update(
                "update app_user set created_at = now() - interval '1 day', updated_at = created_at where id = ?",
                id.getId());

        administration.users().modifyFrontendUser(change(id).setActive(true).build());

        FrontendUser user = administration.find(id);
        assertTrue(user.getLastUpdated().getSeconds() > user.getDateCreated().getSeconds() + 80_000);
    }
}
