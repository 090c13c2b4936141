package com.sourceforgery.tachikoma.user;

import static com.sourceforgery.tachikoma.testsupport.Administration.PASSWORD;
import static com.sourceforgery.tachikoma.testsupport.Administration.apiToken;
import static com.sourceforgery.tachikoma.testsupport.Administration.change;
import static com.sourceforgery.tachikoma.testsupport.Refusals.assertRefused;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.Lists;
import com.sourceforgery.tachikoma.grpc.frontend.EmailAddress;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.AddUserRequest;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.ApiToken;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.FrontendUser;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.FrontendUserRole;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.GetUsersRequest;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.ModifyUserRequest;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.ModifyUserResponse;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.PasswordAuth;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.UserId;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.UserServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.UserServiceGrpc.UserServiceBlockingStub;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.MailDeliveryServiceGrpc;
import com.sourceforgery.tachikoma.testsupport.Administration;
import com.sourceforgery.tachikoma.testsupport.FakeNode;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Mails;
import com.sourceforgery.tachikoma.testsupport.RealServices;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** An administrator adds, lists and changes the users of its domain. */
class UsersIT {
    @RegisterExtension
    static final RealServices services = new RealServices();

    @TempDir
    static Path folder;

    static Installation installation;
    static Administration administration;
    static JdbcTemplate database;

    @BeforeAll
    static void start() throws Exception {
        installation = new Installation(services, folder);
        installation.startWebserver();
        administration = new Administration(installation);
        database = new JdbcTemplate(services.dataSource());
    }

    @AfterAll
    static void stop() throws Exception {
        installation.close();
    }

    private static EmailAddress address(String email) {
        return EmailAddress.newBuilder().setEmail(email).build();
    }

    private static AddUserRequest.Builder person(String login, String password) {
        return AddUserRequest.newBuilder()
                .setActive(true)
                .setPasswordAuth(PasswordAuth.newBuilder().setLogin(login).setPassword(password));
    }

    private static void sends(String apiToken) {
        Installation.withToken(apiToken, MailDeliveryServiceGrpc.newBlockingStub(installation.channel()))
                .sendEmailUnary(Mails.to("somebody@world.example").build());
    }

    private static UserServiceBlockingStub adminOfAnotherDomain() throws Exception {
        return Installation.withToken(
                "example.net:" + installation.token("example.net", "FRONTEND_ADMIN"),
                UserServiceGrpc.newBlockingStub(installation.channel()));
    }

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

        assertTrue(nodes().stream().allMatch(user -> user.getMailDomain().equals(Installation.DOMAIN)));
        assertFalse(nodes().isEmpty());
    }

    private static List<FrontendUser> nodes() throws Exception {
        return Lists.newArrayList(administration
                        .users()
                        .getFrontendUsers(GetUsersRequest.newBuilder()
                                .setIncludeNodes(true)
                                .build()))
                .stream()
                .filter(user -> user.getAuthenticationRole() == FrontendUserRole.BACKEND)
                .toList();
    }

    @Test
    void aNodeGetsATokenOfItsOwnAndLosesIt() throws Exception {
        ModifyUserResponse first = administration.addSoftware(FrontendUserRole.BACKEND);
        UserId id = first.getUser().getAuthId();
        try (FakeNode node = FakeNode.connect(apiToken(first), installation.channel())) {
            sends(Installation.DOMAIN + ":" + installation.token(Installation.DOMAIN, "FRONTEND_ADMIN"));
            node.queued(node.take(), "Q1");

            ModifyUserResponse second = administration
                    .users()
                    .modifyFrontendUser(
                            change(id).setApiToken(ApiToken.RESET_API_TOKEN).build());

            await().atMost(Duration.ofSeconds(20)).until(() -> node.ended() != null);
            assertEquals(Status.Code.UNAUTHENTICATED, node.ended().getCode());
            assertTrue(second.getUser().getHasApiToken());
        }
        administration.remove(id);
        assertFalse(nodes().stream().anyMatch(user -> user.getAuthId().equals(id)));
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
    void aTokenIsInTheAnswerAndItsHashInTheDatabase() throws Exception {
        ModifyUserResponse added = administration.addSoftware(FrontendUserRole.FRONTEND);

        sends(apiToken(added));

        assertEquals(
                1,
                database.queryForObject(
                        "select count(*) from app_user where id = ? and token_hash = sha256(convert_to(?, 'UTF8'))",
                        Integer.class,
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
                        .setRecipientOverride(address("nobody"))
                        .build()));
        assertRefused(Status.Code.INVALID_ARGUMENT, "authentication_role", () -> administration
                .users()
                .addFrontendUser(AddUserRequest.newBuilder()
                        .setAuthenticationRoleValue(17)
                        .build()));

        assertEquals(before, administration.list().size());
    }
}
