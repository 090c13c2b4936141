package com.sourceforgery.tachikoma.user;

import static com.sourceforgery.tachikoma.testsupport.Administration.PASSWORD;
import static com.sourceforgery.tachikoma.testsupport.Administration.change;
import static com.sourceforgery.tachikoma.testsupport.Administration.person;
import static com.sourceforgery.tachikoma.testsupport.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.grpc.frontend.EmailAddress;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.AddUserRequest;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.FrontendUserRole;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.GetUsersRequest;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.UserId;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.UserServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.UserServiceGrpc.UserServiceBlockingStub;
import com.sourceforgery.tachikoma.testsupport.Administration;
import com.sourceforgery.tachikoma.testsupport.Installation;
import io.grpc.Status;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an administrator may not do with users is refused with what is wrong, and changes nothing. */
class RefusedUserChangesIT {
    @RegisterExtension
    static final Installation installation = Installation.ofWebserver();

    static final Administration administration = new Administration(installation);

    private static UserServiceBlockingStub adminOfAnotherDomain() throws Exception {
        return installation.withToken(
                installation.apiToken("example.net", "FRONTEND_ADMIN"), UserServiceGrpc::newBlockingStub);
    }

    @Test
    void aLoginBelongsToOneUserOfTheServer() throws Exception {
        administration.addPerson("boris", FrontendUserRole.FRONTEND);

        assertRefused(
                Status.Code.ALREADY_EXISTS,
                "password_auth.login",
                () -> administration.addPerson("BORIS", FrontendUserRole.FRONTEND));
        UserServiceBlockingStub others = adminOfAnotherDomain();
        assertRefused(
                Status.Code.ALREADY_EXISTS,
                "password_auth.login",
                () -> others.addFrontendUser(person("boris", PASSWORD).build()));
    }

    @Test
    void anotherDomainIsRefusedAndItsUsersAreNotFound() throws Exception {
        UserId id =
                administration.addSoftware(FrontendUserRole.FRONTEND).getUser().getAuthId();
        UserServiceBlockingStub others = adminOfAnotherDomain();

        assertRefused(
                Status.Code.PERMISSION_DENIED, "mail_domain", () -> others.getFrontendUsers(GetUsersRequest.newBuilder()
                                .setMailDomain(Installation.DOMAIN)
                                .build())
                        .hasNext());
        assertRefused(
                Status.Code.PERMISSION_DENIED,
                "mail_domain",
                () -> others.addFrontendUser(AddUserRequest.newBuilder()
                        .setMailDomain(Installation.DOMAIN)
                        .build()));
        assertRefused(
                Status.Code.NOT_FOUND,
                () -> others.modifyFrontendUser(change(id).setActive(false).build()));
        assertTrue(administration.find(id).getActive());
    }

    @Test
    void anIdThatNobodyHasIsNotFound() throws Exception {
        UserId nobody = UserId.newBuilder().setId(Long.MAX_VALUE).build();

        assertRefused(Status.Code.NOT_FOUND, () -> administration.remove(nobody));
        assertRefused(
                Status.Code.NOT_FOUND,
                () -> administration.users().modifyFrontendUser(change(nobody).build()));
    }

    @Test
    void aNodeStaysANodeAndNobodyElseBecomesOne() throws Exception {
        UserId node =
                administration.addSoftware(FrontendUserRole.BACKEND).getUser().getAuthId();
        UserId software =
                administration.addSoftware(FrontendUserRole.FRONTEND).getUser().getAuthId();

        for (UserId id : List.of(node, software)) {
            FrontendUserRole other = id == node ? FrontendUserRole.FRONTEND : FrontendUserRole.BACKEND;
            assertRefused(Status.Code.INVALID_ARGUMENT, "authentication_role", () -> administration
                    .users()
                    .modifyFrontendUser(change(id)
                            .setKeepRole(false)
                            .setAuthenticationRole(other)
                            .build()));
        }
        assertRefused(Status.Code.INVALID_ARGUMENT, "password_auth", () -> administration
                .users()
                .addFrontendUser(person("node", PASSWORD)
                        .setAuthenticationRole(FrontendUserRole.BACKEND)
                        .build()));
    }

    @Test
    void aUserWithoutLoginGetsNoPassword() throws Exception {
        UserId id =
                administration.addSoftware(FrontendUserRole.FRONTEND).getUser().getAuthId();

        assertRefused(Status.Code.INVALID_ARGUMENT, "new_password", () -> administration
                .users()
                .modifyFrontendUser(change(id).setNewPassword(PASSWORD).build()));
        assertFalse(administration.find(id).getHasPassword());
    }

    @Test
    void whatBreaksARuleIsNamedAndNothingIsStored() throws Exception {
        int before = administration.list().size();

        assertRefused(Status.Code.INVALID_ARGUMENT, "password_auth.login", () -> administration
                .users()
                .addFrontendUser(person("with blank", PASSWORD).build()));
        assertRefused(Status.Code.INVALID_ARGUMENT, "password_auth.password", () -> administration
                .users()
                .addFrontendUser(person("clara", "short").build()));
        assertRefused(Status.Code.INVALID_ARGUMENT, "password_auth.password", () -> administration
                .users()
                .addFrontendUser(person("clara", "x".repeat(73)).build()));
        assertRefused(Status.Code.INVALID_ARGUMENT, "recipient_override.email", () -> administration
                .users()
                .addFrontendUser(AddUserRequest.newBuilder()
                        .setRecipientOverride(EmailAddress.newBuilder().setEmail("nobody"))
                        .build()));
        assertRefused(Status.Code.INVALID_ARGUMENT, "authentication_role", () -> administration
                .users()
                .addFrontendUser(AddUserRequest.newBuilder()
                        .setAuthenticationRoleValue(17)
                        .build()));

        assertEquals(before, administration.list().size());
    }
}
