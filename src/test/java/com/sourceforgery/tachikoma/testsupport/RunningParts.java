package com.sourceforgery.tachikoma.testsupport;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.config.Settings;
import com.sourceforgery.tachikoma.node.NodeRole;
import com.sourceforgery.tachikoma.sink.Sink;
import com.sourceforgery.tachikoma.sink.SinkOptions;
import com.sourceforgery.tachikoma.webserver.WebserverRole;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** Webserver, node and sink of an {@link Installation}, each when it is started, and the settings that put them together. */
final class RunningParts implements AutoCloseable {
    final RealServices services;
    final int port = Ports.free();
    final Map<String, String> extraSettings = new HashMap<>();
    final Map<String, String> properties = new HashMap<>(Map.of("camel.management.enabled", "false"));
    /** Between node and sink, or null. */
    PrivatePostfix postfix;
    /** For their files. */
    Path folder;

    private Sink sink;
    private WebserverRole webserver;
    private NodeRole node;
    private ManagedChannel channel;

    RunningParts(RealServices services) {
        this.services = services;
    }

    void startSink() throws Exception {
        SinkOptions options = SinkOptions.in(folder.resolve("sink")).withRetryDelay(Duration.ofMillis(300));
        sink = Sink.start(postfix == null ? options : options.asWorld());
        if (postfix != null) {
            postfix.start(sink.smtpPort());
        }
    }

    void startWebserver() {
        webserver = WebserverRole.start(Settings.of(webserverSettings(), new Properties()), properties);
        connect();
    }

    void startNode() throws Exception {
        node = new NodeRole();
        node.start(Settings.of(nodeSettings(), new Properties()), Map.of("camel.management.enabled", "false"));
    }

    void stopNode() throws Exception {
        node.stop();
        node = null;
    }

    void stopWebserver() throws InterruptedException {
        channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        webserver.stop();
        webserver = null;
    }

    /** Waits until a webserver that is a process of its own is ready. */
    void connectTo(RoleProcess otherWebserver) {
        MailLinks links = new MailLinks(port);
        await().ignoreExceptionsInstanceOf(IOException.class).until(() -> {
            assertTrue(otherWebserver.isAlive());
            return links.get("/health").statusCode() == 200;
        });
        connect();
    }

    private void connect() {
        channel = ManagedChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .maxInboundMessageSize(64 * 1024 * 1024)
                .build();
    }

    Map<String, String> webserverSettings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("SQL_URL", services.sqlUrl());
        settings.put("MQ_URL", services.mqUrl());
        settings.put("MAIL_DOMAINS", Installation.DOMAIN + ",example.net");
        settings.put("LINK_SIGN_KEY", MailLinks.KEY);
        settings.put("WEBTOKEN_SIGN_KEY", "token key of the tests");
        settings.put("TACHIKOMA_ADDRESS", "127.0.0.1");
        settings.put("TACHIKOMA_PORT", Integer.toString(port));
        settings.put("TACHIKOMA_TOKEN_FILE", tokenFile().toString());
        settings.put("TACHIKOMA_SPOOL", folder.resolve("spool").toString());
        settings.putAll(extraSettings);
        return settings;
    }

    Map<String, String> nodeSettings() throws Exception {
        String smtp = postfix == null ? "127.0.0.1:" + sink.smtpPort() : postfix.smtp();
        Path log = postfix == null ? folder.resolve("sink/mail.log") : postfix.log();
        return Map.of(
                "TACHIKOMA_URL",
                url("BACKEND"),
                "TACHIKOMA_HOSTNAME",
                "node.example.com",
                "TACHIKOMA_SMTP",
                smtp,
                "TACHIKOMA_MAILLOG",
                log.toString(),
                "TACHIKOMA_STATE",
                Files.createDirectories(folder.resolve("node")).toString());
    }

    String url(String role) throws Exception {
        return "http://" + Installation.DOMAIN + ":" + token(Installation.DOMAIN, role) + "@127.0.0.1:" + port + "/";
    }

    String token(String mailDomain, String role) throws Exception {
        return Files.readAllLines(tokenFile()).stream()
                .filter(line -> line.startsWith(mailDomain + " " + role + " "))
                .findFirst()
                .orElseThrow()
                .split(" ")[2];
    }

    private Path tokenFile() {
        return folder.resolve("tokens");
    }

    Sink sink() {
        return sink;
    }

    ManagedChannel channel() {
        return channel;
    }

    /**
     * Stops what runs, in the opposite order of its start, each part whatever becomes of the others. What has run is let go: the
     * static fields of test classes live as long as the JVM.
     */
    @Override
    public void close() throws Exception {
        try (AutoCloseable last = sink;
                AutoCloseable then = webserver;
                AutoCloseable before = this::hangUp;
                AutoCloseable first = node) {
            // closing is all there is to do
        } finally {
            webserver = null;
            channel = null;
            node = null;
        }
    }

    private void hangUp() {
        if (channel != null) {
            channel.shutdownNow();
        }
    }
}
