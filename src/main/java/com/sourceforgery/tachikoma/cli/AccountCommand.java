package com.sourceforgery.tachikoma.cli;

import com.sourceforgery.tachikoma.grpc.frontend.admin.account.AccountServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.admin.account.UpdateSettingsRequest;
import com.sourceforgery.tachikoma.grpc.frontend.admin.account.UpdateSettingsResponse;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tachikoma account}: what is set for a whole mail domain. */
@Command(
        name = "account",
        mixinStandardHelpOptions = true,
        description = "Show and change what is set for the mail domain. Takes the token of an administrator.",
        footer = {
            "",
            "Links in mails of this domain lead to a host of its own:",
            "  tachikoma account set --base-url https://mail.example.com/"
        })
public final class AccountCommand {
    static final class BaseUrl {
        @Option(names = "--base-url", paramLabel = "URL", required = true, description = "Prefix of links in mails.")
        private String url;

        @Option(names = "--no-base-url", required = true, description = "Use the server's own again.")
        private boolean none;
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Show the settings.")
    int show(@Mixin ServerOptions server, @Mixin Output output) {
        return update(server, output, null);
    }

    @Command(name = "set", mixinStandardHelpOptions = true, description = "Change a setting.")
    int set(@Mixin ServerOptions server, @Mixin Output output, @ArgGroup(multiplicity = "1") BaseUrl baseUrl) {
        return update(server, output, baseUrl);
    }

    private static int update(ServerOptions server, Output output, BaseUrl baseUrl) {
        try (Client client = server.connect()) {
            UpdateSettingsRequest.Builder request =
                    UpdateSettingsRequest.newBuilder().setMailDomain(client.mailDomain());
            if (baseUrl != null) {
                request.setBaseUrl(baseUrl.none ? "" : baseUrl.url);
            }
            UpdateSettingsResponse answer =
                    client.call(AccountServiceGrpc::newBlockingStub, stub -> stub.updateSettings(request.build()));
            output.tell(
                    answer,
                    "Links in mails of " + answer.getMailDomain() + " begin with "
                            + (answer.getBaseUrl().isEmpty() ? "the server's BASE_URL" : answer.getBaseUrl()) + ".");
        }
        return 0;
    }
}
