package com.sourceforgery.tachikoma.sink;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How a sink is set up.
 *
 * @param bindAddress address of both servers
 * @param smtpPort port of the SMTP server; 0 chooses a free one
 * @param httpPort port of the HTTP view; 0 chooses a free one
 * @param hostName name in the SMTP greeting and in log lines
 * @param store folder that keeps what was received; made when missing
 * @param log file that gets Postfix's log lines; null for none
 * @param worldOnly true behind a real Postfix: the sink is only its next hop, refuses at RCPT, and logs nothing
 * @param retryDelay time between two deliveries of a mail that was put off
 */
public record SinkOptions(
        String bindAddress,
        int smtpPort,
        int httpPort,
        String hostName,
        Path store,
        Path log,
        boolean worldOnly,
        Duration retryDelay) {
    /** A sink on free ports of 127.0.0.1 that plays Postfix and writes its log beside the store. */
    public static SinkOptions in(Path folder) {
        return new SinkOptions(
                "127.0.0.1",
                0,
                0,
                "mail.example.com",
                folder.resolve("store"),
                folder.resolve("mail.log"),
                false,
                Duration.ofSeconds(1));
    }

    public SinkOptions withSmtpPort(int port) {
        return new SinkOptions(bindAddress, port, httpPort, hostName, store, log, worldOnly, retryDelay);
    }

    public SinkOptions withRetryDelay(Duration delay) {
        return new SinkOptions(bindAddress, smtpPort, httpPort, hostName, store, log, worldOnly, delay);
    }

    /** The same as the next hop of a real Postfix. */
    public SinkOptions asWorld() {
        return new SinkOptions(bindAddress, smtpPort, httpPort, hostName, store, null, true, retryDelay);
    }
}
