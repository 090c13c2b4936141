package com.sourceforgery.tachikoma.contract;

import static com.sourceforgery.tachikoma.testsupport.Administration.change;

import com.google.common.collect.Lists;
import com.google.protobuf.Empty;
import com.google.protobuf.Message;
import com.sourceforgery.tachikoma.grpc.frontend.BlockedReason;
import com.sourceforgery.tachikoma.grpc.frontend.EmailAddress;
import com.sourceforgery.tachikoma.grpc.frontend.admin.account.AccountServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.admin.account.UpdateSettingsRequest;
import com.sourceforgery.tachikoma.grpc.frontend.auth.LoginRequest;
import com.sourceforgery.tachikoma.grpc.frontend.auth.LoginResponse;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.AddUserRequest;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.BlockedEmail;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.BlockedEmailServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.FrontendUser;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.FrontendUserRole;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.GetUsersRequest;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.PasswordAuth;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.RemoveBlockedEmailRequest;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.RemoveUserRequest;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.UserId;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.UserServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.incomingemailaddress.IncomingEmailAddress;
import com.sourceforgery.tachikoma.grpc.frontend.incomingemailaddress.IncomingEmailAddressServiceGrpc;
import com.sourceforgery.tachikoma.testsupport.Administration;
import com.sourceforgery.tachikoma.testsupport.Installation;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** What is asked of the services that administrators use, and how another call tells whether it was done. */
final class Attempts {
    /** Looks at the domain {@value Installation#DOMAIN}, or at what was answered. */
    interface Effect {
        boolean isThere(List<Message> answers) throws Exception;
    }

    /** A valid request; nothing of it is done yet. */
    record Attempt(Message request, Effect effect) {}

    private static final String SENDER = "shop@" + Installation.DOMAIN;

    private final Installation installation;
    private final Administration administration;
    private final AtomicInteger number = new AtomicInteger();

    Attempts(Installation installation) {
        this.installation = installation;
        this.administration = new Administration(installation);
    }

    /** A new attempt of an rpc of those services. */
    Optional<Attempt> of(String rpc) throws Exception {
        String name = "n" + number.incrementAndGet();
        return Optional.ofNullable(
                switch (rpc.substring(rpc.lastIndexOf('/') + 1)) {
                    case "UpdateSettings" -> updateSettings("https://" + name + ".example/");
                    case "Login" -> login();
                    case "AddBlockedEmail" -> addBlocked(pair(name));
                    case "RemoveBlockedEmail" -> removeBlocked(pair(name));
                    case "GetBlockedEmails" -> listBlocked(pair(name));
                    case "AddFrontendUser" -> addUser(name);
                    case "ModifyFrontendUser" -> modifyUser();
                    case "RemoveUser" -> removeUser();
                    case "GetFrontendUsers" -> listUsers();
                    case "AddIncomingEmailAddress" -> addAddress(name);
                    case "DeleteIncomingEmailAddress" -> deleteAddress(name);
                    case "GetIncomingEmailAddresses" -> listAddresses(name);
                    default -> null;
                });
    }

    private Attempt updateSettings(String baseUrl) throws Exception {
        var settings = installation.as("FRONTEND_ADMIN", AccountServiceGrpc::newBlockingStub);
        return new Attempt(
                UpdateSettingsRequest.newBuilder()
                        .setMailDomain(Installation.DOMAIN)
                        .setBaseUrl(baseUrl)
                        .build(),
                answers -> settings.updateSettings(UpdateSettingsRequest.getDefaultInstance())
                        .getBaseUrl()
                        .equals(baseUrl));
    }

    private Attempt login() {
        return new Attempt(
                LoginRequest.newBuilder()
                        .setUsername(TestCaller.LOGIN)
                        .setPassword(Administration.PASSWORD)
                        .build(),
                answers -> Administration.withWebToken(
                                ((LoginResponse) answers.get(0)).getAuthHeader(),
                                UserServiceGrpc.newBlockingStub(installation.channel()))
                        .getFrontendUsers(GetUsersRequest.getDefaultInstance())
                        .hasNext());
    }

    private static BlockedEmail pair(String name) {
        return BlockedEmail.newBuilder()
                .setFromEmail(EmailAddress.newBuilder().setEmail(SENDER))
                .setRecipientEmail(EmailAddress.newBuilder().setEmail(name + "@world.example"))
                .setBlockedReason(BlockedReason.SPAM_MARKED)
                .build();
    }

    private BlockedEmailServiceGrpc.BlockedEmailServiceBlockingStub blocks() throws Exception {
        return installation.as("FRONTEND_ADMIN", BlockedEmailServiceGrpc::newBlockingStub);
    }

    private boolean isBlocked(BlockedEmail pair) throws Exception {
        return Lists.newArrayList(blocks().getBlockedEmails(Empty.getDefaultInstance()))
                .contains(pair);
    }

    private Attempt addBlocked(BlockedEmail pair) {
        return new Attempt(pair, answers -> isBlocked(pair));
    }

    private Attempt removeBlocked(BlockedEmail pair) throws Exception {
        blocks().addBlockedEmail(pair);
        return new Attempt(
                RemoveBlockedEmailRequest.newBuilder()
                        .setRecipientEmail(pair.getRecipientEmail())
                        .build(),
                answers -> !isBlocked(pair));
    }

    private Attempt listBlocked(BlockedEmail pair) throws Exception {
        blocks().addBlockedEmail(pair);
        return new Attempt(Empty.getDefaultInstance(), answers -> answers.contains(pair));
    }

    private Attempt addUser(String login) {
        return new Attempt(
                AddUserRequest.newBuilder()
                        .setMailDomain(Installation.DOMAIN)
                        .setPasswordAuth(
                                PasswordAuth.newBuilder().setLogin(login).setPassword(Administration.PASSWORD))
                        .build(),
                answers -> administration.list().stream()
                        .anyMatch(user -> user.getLogin().equals(login)));
    }

    private UserId user() throws Exception {
        return administration.addSoftware(FrontendUserRole.FRONTEND).getUser().getAuthId();
    }

    private Attempt modifyUser() throws Exception {
        UserId id = user();
        return new Attempt(
                change(id).setActive(false).build(),
                answers -> !administration.find(id).getActive());
    }

    private Attempt removeUser() throws Exception {
        UserId id = user();
        return new Attempt(
                RemoveUserRequest.newBuilder().setUserToRemove(id).build(), answers -> administration.list().stream()
                        .map(FrontendUser::getAuthId)
                        .noneMatch(id::equals));
    }

    private Attempt listUsers() throws Exception {
        UserId id = user();
        return new Attempt(
                GetUsersRequest.newBuilder().setMailDomain(Installation.DOMAIN).build(),
                answers -> answers.contains(administration.find(id)));
    }

    private IncomingEmailAddressServiceGrpc.IncomingEmailAddressServiceBlockingStub addresses() throws Exception {
        return installation.as("FRONTEND_ADMIN", IncomingEmailAddressServiceGrpc::newBlockingStub);
    }

    private boolean takesIn(IncomingEmailAddress address) throws Exception {
        return Lists.newArrayList(addresses().getIncomingEmailAddresses(Empty.getDefaultInstance()))
                .contains(address);
    }

    private Attempt addAddress(String name) {
        IncomingEmailAddress address =
                IncomingEmailAddress.newBuilder().setLocalPart(name).build();
        return new Attempt(address, answers -> takesIn(address));
    }

    private Attempt deleteAddress(String name) throws Exception {
        IncomingEmailAddress address =
                IncomingEmailAddress.newBuilder().setLocalPart(name).build();
        addresses().addIncomingEmailAddress(address);
        return new Attempt(address, answers -> !takesIn(address));
    }

    private Attempt listAddresses(String name) throws Exception {
        IncomingEmailAddress address =
                IncomingEmailAddress.newBuilder().setLocalPart(name).build();
        addresses().addIncomingEmailAddress(address);
        return new Attempt(Empty.getDefaultInstance(), answers -> answers.contains(address));
    }
}
