package com.sourceforgery.tachikoma.bench;

import static org.awaitility.Awaitility.await;

import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Ports;
import com.sourceforgery.tachikoma.testsupport.RealServices;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.stub.AbstractStub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Webserver, node and sink, a process each, on a private PostgreSQL that writes to the disk as a production server does, and a
 * private RabbitMQ. All of it is on 127.0.0.1 and ends with this process.
 */
final class SeparateProcesses implements AutoCloseable {
    private final RealServices services = new RealServices();
    private final Path folder;
    private final String javaOptions;
    private final int port = Ports.free();
    private final int smtpPort = Ports.free();
    private final HttpClient http = HttpClient.newHttpClient();
    private RoleProcess sink;
    private RoleProcess webserver;
    private RoleProcess node;
    private ManagedChannel channel;

    SeparateProcesses(Path folder, String javaOptions) {
        this.folder = folder;
        this.javaOptions = javaOptions;
    }

    void startWebserver() throws SQLException {
        writeToDisk();
        Map<String, String> settings = new HashMap<>(Map.of(
                "SQL_URL",
                services.sqlUrl(),
                "MQ_URL",
                services.mqUrl(),
                "MAIL_DOMAINS",
                Installation.DOMAIN,
                "LINK_SIGN_KEY",
                "link key of the bench",
                "WEBTOKEN_SIGN_KEY",
                "token key of the bench",
                "TACHIKOMA_ADDRESS",
                "127.0.0.1",
                "TACHIKOMA_PORT",
                Integer.toString(port),
                "TACHIKOMA_MANAGEMENT_ADDRESS",
                "127.0.0.1",
                "TACHIKOMA_MANAGEMENT_PORT",
                Integer.toString(Ports.free()),
                "TACHIKOMA_TOKEN_FILE",
                folder.resolve("tokens").toString()));
        settings.put("TACHIKOMA_SPOOL", folder.resolve("spool").toString());
        webserver = RoleProcess.start(folder, javaOptions, settings, "webserver");
        await().atMost(Duration.ofMinutes(2)).until(this::isReady);
        channel = ManagedChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .maxInboundMessageSize(64 * 1024 * 1024)
                .build();
    }

    private void writeToDisk() throws SQLException {
        try (Connection connection = services.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("alter system set fsync = on");
            statement.execute("alter system set full_page_writes = on");
            statement.execute("select pg_reload_conf()");
        }
    }

    private boolean isReady() throws InterruptedException {
        webserver.check();
        try {
            URI health = URI.create("http://127.0.0.1:" + port + "/health");
            return http.send(HttpRequest.newBuilder(health).build(), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** The node, and the sink in place of Postfix. */
    void startNode() {
        sink = RoleProcess.start(
                folder,
                javaOptions,
                Map.of(),
                "sink",
                "--smtp=" + smtpPort,
                "--http=" + Ports.free(),
                "--log=" + folder.resolve("mail.log"),
                "--store=" + folder.resolve("sink"));
        node = RoleProcess.start(
                folder,
                javaOptions,
                Map.of(
                        "TACHIKOMA_MANAGEMENT_PORT",
                        Integer.toString(Ports.free()),
                        "TACHIKOMA_URL",
                        "http://" + Installation.DOMAIN + ":" + token("BACKEND") + "@127.0.0.1:" + port + "/",
                        "TACHIKOMA_HOSTNAME",
                        "node.example.com",
                        "TACHIKOMA_SMTP",
                        "127.0.0.1:" + smtpPort,
                        "TACHIKOMA_MAILLOG",
                        folder.resolve("mail.log").toString(),
                        "TACHIKOMA_STATE",
                        folder.resolve("node").toString()),
                "node");
    }

    /** Fails when one of the parts has ended. */
    void check() {
        webserver.check();
        sink.check();
        node.check();
    }

    long liveBytesOfWebserver() {
        return webserver.liveBytes();
    }

    /** A stub with the administrator's token. */
    <S extends AbstractStub<S>> S admin(java.util.function.Function<ManagedChannel, S> stub) {
        return Installation.authorized(Installation.DOMAIN + ":" + token("FRONTEND_ADMIN"), stub.apply(channel));
    }

    private String token(String role) {
        try {
            return Files.readAllLines(folder.resolve("tokens")).stream()
                    .filter(line -> line.startsWith(Installation.DOMAIN + " " + role + " "))
                    .findFirst()
                    .orElseThrow()
                    .split(" ")[2];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
        Stream.of(node, webserver, sink).filter(Objects::nonNull).forEach(RoleProcess::close);
    }
}
