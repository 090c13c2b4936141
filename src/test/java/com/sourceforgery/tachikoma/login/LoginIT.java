package com.sourceforgery.tachikoma.login;

import static com.sourceforgery.tachikoma.testsupport.Administration.PASSWORD;
import static com.sourceforgery.tachikoma.testsupport.Administration.change;
import static com.sourceforgery.tachikoma.testsupport.Administration.withWebToken;
import static com.sourceforgery.tachikoma.testsupport.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.ApiToken;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.FrontendUser;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.FrontendUserRole;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.GetUsersRequest;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.UserServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.incomingemailaddress.IncomingEmailAddressServiceGrpc;
import com.sourceforgery.tachikoma.testsupport.Administration;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.TestDatabase;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A person logs in with a password and goes on with the token, as long as its credentials hold. */
class LoginIT {
    @RegisterExtension
    static final Installation installation = Installation.ofWebserver();

    static final Administration administration = new Administration(installation);

    private static boolean manages(String webToken) {
        return withWebToken(webToken, UserServiceGrpc.newBlockingStub(installation.channel()))
                .getFrontendUsers(GetUsersRequest.getDefaultInstance())
                .hasNext();
    }

    private static void assertRefusedToken(String webToken) {
        assertRefused(Status.Code.UNAUTHENTICATED, () -> manages(webToken));
    }

    @Test
    void theTokenOfALoginIsThatUser() throws Exception {
        administration.addPerson("Ada@Example.org", FrontendUserRole.FRONTEND_ADMIN);

        String token = administration.logIn("ada@example.ORG", PASSWORD);

        assertEquals(true, manages(token));
    }

    @Test
    void aPersonMayWhatItsRoleMayAtThatMoment() throws Exception {
        FrontendUser user = administration.addPerson("boris", FrontendUserRole.FRONTEND);
        String token = administration.logIn("boris", PASSWORD);
        assertRefused(Status.Code.PERMISSION_DENIED, () -> manages(token));

        administration
                .users()
                .modifyFrontendUser(change(user.getAuthId())
                        .setKeepRole(false)
                        .setAuthenticationRole(FrontendUserRole.FRONTEND_ADMIN)
                        .build());

        assertEquals(true, manages(token));
    }

    @Test
    void aWrongPasswordAnUnknownLoginAndAnInactiveUserAreAnsweredAlike() throws Exception {
        FrontendUser user = administration.addPerson("clara", FrontendUserRole.FRONTEND);
        administration.addPerson("carl", FrontendUserRole.FRONTEND);
        administration
                .users()
                .modifyFrontendUser(change(user.getAuthId()).setActive(false).build());

        StatusRuntimeException inactive =
                assertRefused(Status.Code.UNAUTHENTICATED, () -> administration.logIn("clara", PASSWORD));
        StatusRuntimeException wrong =
                assertRefused(Status.Code.UNAUTHENTICATED, () -> administration.logIn("carl", "wrong password"));
        StatusRuntimeException unknown =
                assertRefused(Status.Code.UNAUTHENTICATED, () -> administration.logIn("nobody", PASSWORD));

        assertEquals(wrong.getMessage(), unknown.getMessage());
        assertEquals(wrong.getMessage(), inactive.getMessage());
    }

    @Test
    void aMissingLoginOrPasswordIsNamed() {
        assertRefused(Status.Code.INVALID_ARGUMENT, "username", () -> administration.logIn(" ", PASSWORD));
        assertRefused(Status.Code.INVALID_ARGUMENT, "password", () -> administration.logIn("ada", ""));
    }

    @Test
    void aNewPasswordEndsTheTokensOfTheOldOne() throws Exception {
        FrontendUser user = administration.addPerson("dora", FrontendUserRole.FRONTEND_ADMIN);
        String token = administration.logIn("dora", PASSWORD);

        administration
                .users()
                .modifyFrontendUser(change(user.getAuthId())
                        .setNewPassword("another password")
                        .build());

        assertRefusedToken(token);
        assertRefused(Status.Code.UNAUTHENTICATED, () -> administration.logIn("dora", PASSWORD));
        assertEquals(true, manages(administration.logIn("dora", "another password")));
    }

    @Test
    void anEmptyPasswordMeansThatTheUserLogsInNoMore() throws Exception {
        FrontendUser user = administration.addPerson("emil", FrontendUserRole.FRONTEND_ADMIN);
        String token = administration.logIn("emil", PASSWORD);

        administration
                .users()
                .modifyFrontendUser(change(user.getAuthId()).setNewPassword("").build());

        assertRefusedToken(token);
        assertRefused(Status.Code.UNAUTHENTICATED, () -> administration.logIn("emil", PASSWORD));
        assertFalse(administration.find(user.getAuthId()).getHasPassword());
    }

    @Test
    void tokensOfAUserWhoIsDeactivatedStayRefusedWhenItIsActiveAgain() throws Exception {
        FrontendUser user = administration.addPerson("fred", FrontendUserRole.FRONTEND_ADMIN);
        String token = administration.logIn("fred", PASSWORD);

        administration
                .users()
                .modifyFrontendUser(change(user.getAuthId()).setActive(false).build());
        assertRefusedToken(token);
        administration
                .users()
                .modifyFrontendUser(change(user.getAuthId()).setActive(true).build());

        assertRefusedToken(token);
        assertEquals(true, manages(administration.logIn("fred", PASSWORD)));
    }

    @Test
    void tokensOfARemovedUserAreRefused() throws Exception {
        FrontendUser user = administration.addPerson("gerda", FrontendUserRole.FRONTEND_ADMIN);
        String token = administration.logIn("gerda", PASSWORD);

        administration.remove(user.getAuthId());

        assertRefusedToken(token);
        assertRefused(Status.Code.UNAUTHENTICATED, () -> administration.logIn("gerda", PASSWORD));
    }

    @Test
    void aFirstApiTokenLeavesLoginsAsTheyAreAndANewOneEndsThem() throws Exception {
        FrontendUser user = administration.addPerson("hans", FrontendUserRole.FRONTEND_ADMIN);
        String token = administration.logIn("hans", PASSWORD);
        var reset =
                change(user.getAuthId()).setApiToken(ApiToken.RESET_API_TOKEN).build();

        administration.users().modifyFrontendUser(reset);
        assertEquals(true, manages(token));
        administration.users().modifyFrontendUser(reset);

        assertRefusedToken(token);
    }

    @Test
    void aLoginNeverMakesANode() throws Exception {
        FrontendUser user = administration.addPerson("ida", FrontendUserRole.FRONTEND);
        String token = administration.logIn("ida", PASSWORD);
        TestDatabase database = installation.database();
        database.update(
                "update app_user set login = null, password_hash = null, role = 'BACKEND' where id = ?",
                user.getAuthId().getId());

        assertRefused(Status.Code.UNAUTHENTICATED, () -> withWebToken(
                        token, IncomingEmailAddressServiceGrpc.newBlockingStub(installation.channel()))
                .getIncomingEmailAddresses(com.google.protobuf.Empty.getDefaultInstance())
                .hasNext());
    }

    @Test
    void passwordsAreStoredAsSlowHashes() throws Exception {
        FrontendUser user = administration.addPerson("jan", FrontendUserRole.FRONTEND);

        String stored = installation
                .database()
                .queryForObject(
                        "select password_hash from app_user where id = ?",
                        String.class,
                        user.getAuthId().getId());

        assertEquals("$2a$12$", stored.substring(0, 7));
    }
}
