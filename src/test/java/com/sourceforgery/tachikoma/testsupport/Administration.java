package com.sourceforgery.tachikoma.testsupport;

import com.google.common.collect.Lists;
import com.sourceforgery.tachikoma.grpc.frontend.auth.LoginRequest;
import com.sourceforgery.tachikoma.grpc.frontend.auth.LoginServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.AddUserRequest;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.FrontendUser;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.FrontendUserRole;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.GetUsersRequest;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.ModifyUserRequest;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.ModifyUserResponse;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.PasswordAuth;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.RemoveUserRequest;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.UserId;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.UserServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.UserServiceGrpc.UserServiceBlockingStub;
import io.grpc.stub.AbstractStub;
import java.util.List;

/** What the administrator of the tests' domain does with its users. */
public final class Administration {
    public static final String PASSWORD = "correct horse battery";

    private final Installation installation;

    public Administration(Installation installation) {
        this.installation = installation;
    }

    /** The service in the hands of the first administrator. */
    public UserServiceBlockingStub users() throws Exception {
        return installation.as("FRONTEND_ADMIN", UserServiceGrpc::newBlockingStub);
    }

    public List<FrontendUser> list() throws Exception {
        return Lists.newArrayList(users().getFrontendUsers(GetUsersRequest.getDefaultInstance()));
    }

    /** Users of the role {@code BACKEND}. */
    public List<FrontendUser> nodes() throws Exception {
        return Lists.newArrayList(users().getFrontendUsers(GetUsersRequest.newBuilder()
                        .setIncludeNodes(true)
                        .build()))
                .stream()
                .filter(user -> user.getAuthenticationRole() == FrontendUserRole.BACKEND)
                .toList();
    }

    /** As it is now. */
    public FrontendUser find(UserId id) throws Exception {
        return list().stream()
                .filter(user -> user.getAuthId().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** A new active user with an API token. */
    public ModifyUserResponse addSoftware(FrontendUserRole role) throws Exception {
        return users().addFrontendUser(AddUserRequest.newBuilder()
                .setActive(true)
                .setAddApiToken(true)
                .setAuthenticationRole(role)
                .build());
    }

    /** A new active user that logs in with {@link #PASSWORD}. */
    public FrontendUser addPerson(String login, FrontendUserRole role) throws Exception {
        return users().addFrontendUser(
                        person(login, PASSWORD).setAuthenticationRole(role).build())
                .getUser();
    }

    /** Asks for a new active user that logs in with a password. */
    public static AddUserRequest.Builder person(String login, String password) {
        return AddUserRequest.newBuilder()
                .setActive(true)
                .setPasswordAuth(PasswordAuth.newBuilder().setLogin(login).setPassword(password));
    }

    /** A change of a user that keeps its role. */
    public static ModifyUserRequest.Builder change(UserId id) {
        return ModifyUserRequest.newBuilder().setAuthId(id).setKeepRole(true);
    }

    public void remove(UserId id) throws Exception {
        users().removeUser(RemoveUserRequest.newBuilder().setUserToRemove(id).build());
    }

    /** Value of {@code x-webtoken}. */
    public String logIn(String login, String password) {
        return LoginServiceGrpc.newBlockingStub(installation.channel())
                .login(LoginRequest.newBuilder()
                        .setUsername(login)
                        .setPassword(password)
                        .build())
                .getAuthHeader();
    }

    /** Value of {@code x-apitoken}. */
    public static String apiToken(ModifyUserResponse response) {
        return response.getUser().getMailDomain() + ":" + response.getApiToken();
    }

    /** A stub with an {@code x-webtoken}. */
    public static <S extends AbstractStub<S>> S withWebToken(String webToken, S stub) {
        return Installation.withHeader("x-webtoken", webToken, stub);
    }
}
