package com.sourceforgery.tachikoma.chaos;

import com.sourceforgery.tachikoma.sink.Sink;
import com.sourceforgery.tachikoma.sink.SinkOptions;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Ports;
import com.sourceforgery.tachikoma.testsupport.PrivatePostfix;
import com.sourceforgery.tachikoma.testsupport.PrivateService;
import com.sourceforgery.tachikoma.testsupport.RealServices;
import com.sourceforgery.tachikoma.testsupport.RoleProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The whole installation, each part a process of its own; only the sink, which plays the world, lives in this one. */
final class Parts implements AutoCloseable {
    /** What can be killed. */
    enum Part {
        WEBSERVER,
        NODE,
        RABBITMQ,
        POSTGRESQL,
        POSTFIX
    }

    private final RealServices services = new RealServices();
    private final Path folder;
    private final int port = Ports.free();
    private final PrivatePostfix postfix;
    private final Sink sink;
    private final RoleProcess webserver;
    private final RoleProcess node;

    /** @param leaseSeconds how long a mail that got lost in the broker waits */
    Parts(Path folder, int leaseSeconds) throws Exception {
        this.folder = folder;
        sink = Sink.start(SinkOptions.in(folder.resolve("sink")).asWorld());
        postfix = services.postfix();
        postfix.start(sink.smtpPort());
        webserver = new RoleProcess("webserver", webserverSettings(leaseSeconds), folder.resolve("webserver.log"));
        webserver.start();
        awaitTokens();
        node = new RoleProcess("node", nodeSettings(), folder.resolve("node.log"));
        node.start();
    }

    private Map<String, String> webserverSettings(int leaseSeconds) {
        Map<String, String> settings = new HashMap<>();
        settings.put("SQL_URL", services.sqlUrl());
        settings.put("MQ_URL", services.mqUrl());
        settings.put("MAIL_DOMAINS", Installation.DOMAIN);
        settings.put("LINK_SIGN_KEY", "link key of the chaos");
        settings.put("WEBTOKEN_SIGN_KEY", "token key of the chaos");
        settings.put("TACHIKOMA_ADDRESS", "127.0.0.1");
        settings.put("TACHIKOMA_PORT", Integer.toString(port));
        settings.put("TACHIKOMA_MANAGEMENT_PORT", Integer.toString(Ports.free()));
        settings.put("TACHIKOMA_TOKEN_FILE", folder.resolve("tokens").toString());
        settings.put("TACHIKOMA_SPOOL", folder.resolve("spool").toString());
        settings.put("TACHIKOMA_RELEASE_LEASE_SECONDS", Integer.toString(leaseSeconds));
        return settings;
    }

    private Map<String, String> nodeSettings() throws IOException {
        return Map.of(
                "TACHIKOMA_URL",
                "http://" + apiToken("BACKEND") + "@127.0.0.1:" + port + "/",
                "TACHIKOMA_HOSTNAME",
                "node.example.com",
                "TACHIKOMA_SMTP",
                postfix.smtp(),
                "TACHIKOMA_MAILLOG",
                postfix.log().toString(),
                "TACHIKOMA_STATE",
                folder.resolve("node").toString());
    }

    private void awaitTokens() throws InterruptedException, IOException {
        while (!Files.exists(folder.resolve("tokens")) || apiToken("BACKEND").isEmpty()) {
            if (!webserver.isAlive()) {
                throw new IllegalStateException("The webserver has ended: see " + folder.resolve("webserver.log"));
            }
            Thread.sleep(100);
        }
    }

    /** The {@code x-apitoken} of the domain's user of a role. */
    String apiToken(String role) throws IOException {
        String start = Installation.DOMAIN + " " + role + " ";
        return Files.readAllLines(folder.resolve("tokens")).stream()
                .filter(line -> line.startsWith(start))
                .map(line -> Installation.DOMAIN + ":" + line.substring(start.length()))
                .findFirst()
                .orElse("");
    }

    /** Of the webserver. */
    int port() {
        return port;
    }

    Sink sink() {
        return sink;
    }

    /** {@code kill -9}. */
    void kill(Part part) throws InterruptedException {
        switch (part) {
            case WEBSERVER -> webserver.kill();
            case NODE -> node.kill();
            default -> service(part).kill();
        }
    }

    void start(Part part) throws IOException {
        switch (part) {
            case WEBSERVER -> webserver.start();
            case NODE -> node.start();
            default -> service(part).start();
        }
    }

    /** Kills the broker and brings it back without a queue or message. */
    void wipeBroker() {
        services.rabbit().loseEverything();
    }

    /** As a service manager does: starts what has ended by itself. */
    void startWhatHasEnded() throws IOException {
        for (RoleProcess role : new RoleProcess[] {webserver, node}) {
            if (!role.isAlive()) {
                role.start();
            }
        }
    }

    private PrivateService service(Part part) {
        return switch (part) {
            case RABBITMQ -> services.rabbit();
            case POSTGRESQL -> services.postgres();
            case POSTFIX -> postfix;
            default -> throw new IllegalArgumentException(part + " is no service");
        };
    }

    @Override
    public void close() throws Exception {
        node.close();
        webserver.close();
        sink.close();
        services.afterAll(null);
    }
}
