package com.sourceforgery.tachikoma.sink;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A sink whose retries are fast, and what is asked of it in many tests. */
final class Fixture implements AutoCloseable {
    static final String SENDER = "bounce-1@example.com";
    static final String MAIL = """
            From: Shop <shop@example.com>\r
            To: someone@example.net\r
            Subject: =?UTF-8?Q?Caf=C3=A9?=\r
            Message-ID: <one@example.com>\r
            \r
            Hello.\r
            """;

    final Sink sink;
    private final Path log;

    private Fixture(SinkOptions options) throws IOException {
        sink = Sink.start(options.withRetryDelay(Duration.ofMillis(50)));
        log = options.log();
    }

    static Fixture postfix(Path folder) throws IOException {
        return new Fixture(SinkOptions.in(folder));
    }

    static Fixture world(Path folder) throws IOException {
        return new Fixture(SinkOptions.in(folder).asWorld());
    }

    /** Sends the mail to this address; answers the last reply. */
    String send(String recipient) throws IOException {
        try (SmtpDialogue client = new SmtpDialogue(sink.smtpPort())) {
            return client.send(SENDER, recipient, MAIL);
        }
    }

    static String queueId(String reply) {
        return reply.substring(reply.lastIndexOf(' ') + 1);
    }

    /** The log lines of a queue id, without time, host and process id, once its {@code removed} was written. */
    List<String> storyOf(String queueId) throws IOException {
        await().until(() -> logText().contains(queueId + ": removed"));
        return logText()
                .lines()
                .filter(line -> line.contains(queueId))
                .map(line -> line.replaceFirst("^.*? postfix/(\\w+)\\[\\d+]: ", "$1 "))
                .map(line -> line.replace(queueId, "ID"))
                .toList();
    }

    String logText() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() throws IOException {
        sink.close();
    }
}
