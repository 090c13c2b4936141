package com.sourceforgery.tachikoma.demo;

import com.sourceforgery.tachikoma.config.Settings;
import com.sourceforgery.tachikoma.node.NodeRole;
import com.sourceforgery.tachikoma.sink.Sink;
import com.sourceforgery.tachikoma.sink.SinkOptions;
import com.sourceforgery.tachikoma.webserver.WebserverRole;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** PostgreSQL, a broker, a webserver, a node and a sink in this process, for the domain {@value #DOMAIN}. */
final class DemoInstallation implements AutoCloseable {
    static final String DOMAIN = "example.com";

    private static final Logger LOG = LoggerFactory.getLogger(DemoInstallation.class);
    private static final String ADDRESS = "127.0.0.1";

    private final Path folder;
    private final int port;
    private final int managementPort = Ports.free();
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private boolean closed;
    private EmbeddedDatabase database;
    private EmbeddedBroker broker;
    private Sink sink;

    /**
     * @param folder holds everything that the parts keep
     * @param port of the webserver
     */
    DemoInstallation(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    void startDatabase() {
        database = keep(EmbeddedDatabase.start(folder.resolve("postgres"), folder.resolve("programs")));
    }

    void startBroker() {
        broker = keep(EmbeddedBroker.start());
    }

    void startSink() {
        try {
            sink = keep(Sink.start(SinkOptions.in(folder.resolve("sink"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void startWebserver() {
        keep(WebserverRole.start(
                settings(Map.of(
                        "SQL_URL",
                        database.url(),
                        "MQ_URL",
                        broker.url(),
                        "MAIL_DOMAINS",
                        DOMAIN,
                        "BASE_URL",
                        "http://" + ADDRESS + ":" + port + "/",
                        "LINK_SIGN_KEY",
                        "only for the demo",
                        "WEBTOKEN_SIGN_KEY",
                        "only for the demo",
                        "TACHIKOMA_ADDRESS",
                        ADDRESS,
                        "TACHIKOMA_PORT",
                        Integer.toString(port),
                        "TACHIKOMA_TOKEN_FILE",
                        tokens().toString(),
                        "TACHIKOMA_SPOOL",
                        folder.resolve("spool").toString())),
                Map.of("camel.management.host", ADDRESS, "camel.management.port", Integer.toString(managementPort))));
    }

    void startNode() {
        NodeRole node = new NodeRole();
        try {
            node.start(
                    settings(Map.of(
                            "TACHIKOMA_URL", url("BACKEND"),
                            "TACHIKOMA_HOSTNAME", "mail." + DOMAIN,
                            "TACHIKOMA_SMTP", ADDRESS + ":" + sink.smtpPort(),
                            "TACHIKOMA_MAILLOG", folder.resolve("sink/mail.log").toString(),
                            "TACHIKOMA_STATE", folder.resolve("node").toString())),
                    Map.of("camel.management.enabled", "false"));
        } catch (Exception e) {
            throw new IllegalStateException("The node does not start", e);
        }
        keep(node);
    }

    private static Settings settings(Map<String, String> values) {
        return Settings.of(new HashMap<>(values), new Properties());
    }

    private Path tokens() {
        return folder.resolve("tokens");
    }

    /** The webserver's URL with the token that was made for a role at the first start. */
    String url(String role) {
        return "http://" + DOMAIN + ":" + token(role) + "@" + ADDRESS + ":" + port;
    }

    private String token(String role) {
        String start = DOMAIN + " " + role + " ";
        try {
            return Files.readAllLines(tokens()).stream()
                    .filter(line -> line.startsWith(start))
                    .map(line -> line.substring(start.length()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("No token of " + role + " in " + tokens()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String sinkView() {
        return "http://" + ADDRESS + ":" + sink.httpPort() + "/";
    }

    String health() {
        return "http://" + ADDRESS + ":" + managementPort + "/observe/health";
    }

    String databaseUrl() {
        return database.url();
    }

    private synchronized <T extends AutoCloseable> T keep(T part) {
        running.push(part);
        if (closed) {
            closeAll();
        }
        return part;
    }

    /** Stops everything, what was started last first; what is still starting follows when it has. */
    @Override
    public synchronized void close() {
        closed = true;
        closeAll();
    }

    private void closeAll() {
        while (!running.isEmpty()) {
            AutoCloseable part = running.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("{} did not stop well", part.getClass().getSimpleName(), e);
            }
        }
    }
}
