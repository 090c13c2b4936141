package com.sourceforgery.tachikoma.cli;

import com.sourceforgery.tachikoma.grpc.frontend.EmailAddress;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.AddUserRequest;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.ApiToken;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.FrontendUser;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.FrontendUserRole;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.GetUsersRequest;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.ModifyUserRequest;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.ModifyUserResponse;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.RemoveUserRequest;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.UserId;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.UserServiceGrpc;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tachikoma user}: who may send and follow mail of a domain. */
@Command(
        name = "user",
        mixinStandardHelpOptions = true,
        description = "Add, list, modify and remove the users of a mail domain. Takes the token of an administrator.",
        footer = {
            "",
            "A token for a new application, shown once:",
            "  tachikoma user add --role FRONTEND --token",
            "A person who logs in; the password is asked for:",
            "  tachikoma user add --role FRONTEND_ADMIN --login ada --password",
            "A token for one more node:",
            "  tachikoma user add --role BACKEND --token",
            "A leaked token, replaced:",
            "  tachikoma user modify 17 --reset-token",
            "A test system whose mail all goes to one box:",
            "  tachikoma user modify 17 --override tester@example.net"
        })
public final class UserCommand {
    private static final List<String> HEADINGS =
            List.of("ID", "ROLE", "STATE", "LOGIN", "PASSWORD", "TOKEN", "OVERRIDE", "CREATED");

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Show the users of the domain.")
    int list(
            @Mixin ServerOptions server,
            @Mixin Output output,
            @Option(names = "--nodes", description = "Nodes, too.") boolean nodes) {
        Output.Table<FrontendUser> table = output.table(HEADINGS, UserCommand::row);
        try (Client client = server.connect()) {
            GetUsersRequest request = GetUsersRequest.newBuilder()
                    .setMailDomain(client.mailDomain())
                    .setIncludeNodes(nodes)
                    .build();
            client.read(UserServiceGrpc::newBlockingStub, stub -> stub.getFrontendUsers(request), table::add);
        }
        table.end("No users.");
        return 0;
    }

    @Command(name = "add", mixinStandardHelpOptions = true, description = "Make a user; it needs a token or a login.")
    int add(
            @Mixin ServerOptions server,
            @Mixin Output output,
            @Option(
                            names = "--role",
                            required = true,
                            description =
                                    "${COMPLETION-CANDIDATES}: sends and follows mail; also manages users; is a node.")
                    Role role,
            @Option(names = "--token", description = "Make a token for an application.") boolean token,
            @Option(names = "--login", paramLabel = "NAME", description = "Name to log in with.") String login,
            @Mixin PasswordOption password,
            @Option(names = "--inactive", description = "May do nothing until it is activated.") boolean inactive,
            @Option(names = "--override", paramLabel = "ADDRESS", description = "Gets all mail that the user sends.")
                    String override) {
        if (login == null != (password.value() == null)) {
            throw new CommandFailure("--login and --password go together.");
        }
        try (Client client = server.connect()) {
            AddUserRequest.Builder request = AddUserRequest.newBuilder()
                    .setMailDomain(client.mailDomain())
                    .setActive(!inactive)
                    .setAuthenticationRole(role.wire())
                    .setAddApiToken(token);
            if (login != null) {
                request.getPasswordAuthBuilder().setLogin(login).setPassword(password.value());
            }
            if (override != null) {
                request.setRecipientOverride(EmailAddress.newBuilder().setEmail(override));
            }
            ModifyUserResponse answer =
                    client.call(UserServiceGrpc::newBlockingStub, stub -> stub.addFrontendUser(request.build()));
            output.tell(answer, "User " + answer.getUser().getAuthId().getId() + " is made." + tokenOf(answer));
        }
        return 0;
    }

    static final class Activity {
        @Option(names = "--activate", required = true, description = "May work (again).")
        private boolean activate;

        @Option(names = "--deactivate", required = true, description = "May do nothing for now.")
        private boolean deactivate;
    }

    static final class TokenChange {
        @Option(names = "--reset-token", required = true, description = "Make a token; the one before ends.")
        private boolean reset;

        @Option(names = "--remove-token", required = true, description = "End the token.")
        private boolean remove;
    }

    static final class Override {
        @Option(names = "--override", paramLabel = "ADDRESS", required = true, description = "Gets all its mail.")
        private String address;

        @Option(names = "--no-override", required = true, description = "Mail goes to its recipients.")
        private boolean none;
    }

    @Command(name = "modify", mixinStandardHelpOptions = true, description = "Change what is given; the rest stays.")
    int modify(
            @Mixin ServerOptions server,
            @Mixin Output output,
            @Parameters(paramLabel = "ID", description = "Of the user, as 'user list' shows it.") long id,
            @ArgGroup Activity activity,
            @Option(names = "--role", description = "${COMPLETION-CANDIDATES}") Role role,
            @Mixin PasswordOption password,
            @ArgGroup TokenChange token,
            @ArgGroup Override override) {
        try (Client client = server.connect()) {
            ModifyUserRequest.Builder request = ModifyUserRequest.newBuilder()
                    .setAuthId(UserId.newBuilder().setId(id))
                    .setKeepRole(role == null);
            if (role != null) {
                request.setAuthenticationRole(role.wire());
            }
            if (activity != null) {
                request.setActive(activity.activate);
            }
            if (password.value() != null) {
                request.setNewPassword(password.value());
            }
            if (token != null) {
                request.setApiToken(token.reset ? ApiToken.RESET_API_TOKEN : ApiToken.REMOVE_API_TOKEN);
            }
            if (override != null) {
                request.setRecipientOverride(EmailAddress.newBuilder().setEmail(override.none ? "" : override.address));
            }
            ModifyUserResponse answer =
                    client.call(UserServiceGrpc::newBlockingStub, stub -> stub.modifyFrontendUser(request.build()));
            output.tell(answer, "User " + id + " is changed." + tokenOf(answer));
        }
        return 0;
    }

    @Command(name = "remove", mixinStandardHelpOptions = true, description = "Remove a user and what waits for it.")
    int remove(
            @Mixin ServerOptions server,
            @Mixin Output output,
            @Parameters(paramLabel = "ID", description = "Of the user, as 'user list' shows it.") long id) {
        RemoveUserRequest request = RemoveUserRequest.newBuilder()
                .setUserToRemove(UserId.newBuilder().setId(id))
                .build();
        try (Client client = server.connect()) {
            output.tell(
                    client.call(UserServiceGrpc::newBlockingStub, stub -> stub.removeUser(request)),
                    "User " + id + " is removed.");
        }
        return 0;
    }

    private static String tokenOf(ModifyUserResponse answer) {
        return answer.getApiToken().isEmpty() ? "" : " Its token, shown only now: " + answer.getApiToken();
    }

    private static List<String> row(FrontendUser user) {
        return List.of(
                Long.toString(user.getAuthId().getId()),
                user.getAuthenticationRole().name(),
                user.getActive() ? "active" : "inactive",
                user.getLogin(),
                user.getHasPassword() ? "yes" : "no",
                user.getHasApiToken() ? "yes" : "no",
                user.getRecipientOverride().getEmail(),
                Output.time(user.getDateCreated()));
    }

    /** What a user may do. */
    enum Role {
        FRONTEND,
        FRONTEND_ADMIN,
        BACKEND;

        private FrontendUserRole wire() {
            return FrontendUserRole.valueOf(name());
        }
    }
}
