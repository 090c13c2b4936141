package com.sourceforgery.tachikoma.cli;

import com.sourceforgery.tachikoma.component.mtaqueue.ServerAddress;
import picocli.CommandLine.Option;

/** Which webserver a command talks to, and as whom. */
final class ServerOptions {
    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "${env:TACHIKOMA_CLIENT_URL}",
            description = "http(s)://<mail domain>:<token>@<host>:<port>; default: TACHIKOMA_CLIENT_URL.")
    private String url;

    @Option(names = "--insecure", description = "Take any TLS certificate.")
    private boolean insecure;

    /** @throws CommandFailure when no server is named */
    Client connect() {
        if (url == null || url.isBlank()) {
            throw new CommandFailure(
                    "Where to? Give --url http://<mail domain>:<token>@<host>:<port>, or set TACHIKOMA_CLIENT_URL.");
        }
        return Client.of(ServerAddress.parse("--url", url), insecure);
    }
}
