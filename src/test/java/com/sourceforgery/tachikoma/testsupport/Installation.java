package com.sourceforgery.tachikoma.testsupport;

import static org.awaitility.Awaitility.await;

import com.sourceforgery.tachikoma.cli.StartOfStream;
import com.sourceforgery.tachikoma.config.Settings;
import com.sourceforgery.tachikoma.grpc.frontend.EmailNotification;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.MailDeliveryServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.MailDeliveryServiceGrpc.MailDeliveryServiceBlockingStub;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.DeliveryNotificationServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.NotificationStreamParameters;
import com.sourceforgery.tachikoma.node.NodeRole;
import com.sourceforgery.tachikoma.sink.Sink;
import com.sourceforgery.tachikoma.sink.SinkOptions;
import com.sourceforgery.tachikoma.webserver.WebserverRole;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.MetadataUtils;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** A webserver, a node and a sink (in place of Postfix, or behind a real one) in this JVM, on real PostgreSQL and RabbitMQ, for the domain {@value #DOMAIN}. */
public final class Installation implements AutoCloseable {
    public static final String DOMAIN = "example.com";

    private final RealServices services;
    private final Path folder;
    private final int port = Ports.free();
    private final Map<String, String> extraSettings = new HashMap<>();
    private PrivatePostfix postfix;
    private final Map<String, String> properties = new HashMap<>(Map.of("camel.management.enabled", "false"));
    private Sink sink;
    private WebserverRole webserver;
    private NodeRole node;
    private ManagedChannel channel;

    public Installation(RealServices services, Path folder) {
        this.services = services;
        this.folder = folder;
    }

    /** A setting beside the usual ones; before the start. */
    public Installation with(String setting, String value) {
        extraSettings.put(setting, value);
        return this;
    }

    /** A real Postfix between node and sink, which then plays the world; before the start. */
    public Installation behind(PrivatePostfix realPostfix) {
        postfix = realPostfix;
        return this;
    }

    /** A property of the webserver's {@code application.properties}; before the start. */
    public Installation withProperty(String name, String value) {
        properties.put(name, value);
        return this;
    }

    /** All parts. */
    public Installation start() throws Exception {
        startSink();
        startWebserver();
        startNode();
        return this;
    }

    public void startSink() throws Exception {
        SinkOptions options = SinkOptions.in(folder.resolve("sink")).withRetryDelay(Duration.ofMillis(300));
        sink = Sink.start(postfix == null ? options : options.asWorld());
        if (postfix != null) {
            postfix.start(sink.smtpPort());
        }
    }

    public void startWebserver() {
        webserver = WebserverRole.start(webserverSettings(), properties);
        channel = ManagedChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .maxInboundMessageSize(64 * 1024 * 1024)
                .build();
    }

    private Settings webserverSettings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("SQL_URL", services.sqlUrl());
        settings.put("MQ_URL", services.mqUrl());
        settings.put("MAIL_DOMAINS", DOMAIN + ",example.net");
        settings.put("LINK_SIGN_KEY", "link key of the tests");
        settings.put("WEBTOKEN_SIGN_KEY", "token key of the tests");
        settings.put("TACHIKOMA_ADDRESS", "127.0.0.1");
        settings.put("TACHIKOMA_PORT", Integer.toString(port));
        settings.put("TACHIKOMA_TOKEN_FILE", tokenFile().toString());
        settings.put("TACHIKOMA_SPOOL", folder.resolve("spool").toString());
        settings.putAll(extraSettings);
        return Settings.of(settings, new Properties());
    }

    public void startNode() throws Exception {
        node = new NodeRole();
        node.start(Settings.of(nodeSettings(), new Properties()), Map.of("camel.management.enabled", "false"));
    }

    /** The node's, by their names as environment variables. */
    public Map<String, String> nodeSettings() throws Exception {
        String smtp = postfix == null ? "127.0.0.1:" + sink.smtpPort() : postfix.smtp();
        Path log = postfix == null ? folder.resolve("sink/mail.log") : postfix.log();
        return Map.of(
                "TACHIKOMA_URL",
                "http://" + DOMAIN + ":" + token(DOMAIN, "BACKEND") + "@127.0.0.1:" + port + "/",
                "TACHIKOMA_HOSTNAME",
                "node.example.com",
                "TACHIKOMA_SMTP",
                smtp,
                "TACHIKOMA_MAILLOG",
                log.toString(),
                "TACHIKOMA_STATE",
                Files.createDirectories(folder.resolve("node")).toString());
    }

    public void stopNode() throws Exception {
        node.stop();
        node = null;
    }

    public void stopWebserver() throws InterruptedException {
        channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        webserver.stop();
        webserver = null;
    }

    public Sink sink() {
        return sink;
    }

    public int port() {
        return port;
    }

    public ManagedChannel channel() {
        return channel;
    }

    private Path tokenFile() {
        return folder.resolve("tokens");
    }

    /** A token made at the first start. */
    public String token(String mailDomain, String role) throws Exception {
        return Files.readAllLines(tokenFile()).stream()
                .filter(line -> line.startsWith(mailDomain + " " + role + " "))
                .findFirst()
                .orElseThrow()
                .split(" ")[2];
    }

    /** Sends mail as the administrator of the domain. */
    public MailDeliveryServiceBlockingStub delivery() throws Exception {
        return as("FRONTEND_ADMIN", MailDeliveryServiceGrpc.newBlockingStub(channel));
    }

    /** Sends a small mail as the administrator of the domain. */
    public void send(String... recipients) throws Exception {
        delivery().sendEmailUnary(Mails.to(recipients).build());
    }

    /** Follows events as the administrator of the domain. */
    public Notifications follow() throws Exception {
        return follow(NotificationStreamParameters.newBuilder()
                .setIncludeTrackingData(true)
                .build());
    }

    /** Follows events as the administrator of the domain. */
    public Notifications follow(NotificationStreamParameters parameters) throws Exception {
        return follow(new Notifications(), apiToken("FRONTEND_ADMIN"), parameters);
    }

    /** Follows events as whoever has the token; the server is ready to tell. */
    public Notifications follow(Notifications notifications, String apiToken, NotificationStreamParameters parameters) {
        StartOfStream start = new StartOfStream();
        withToken(apiToken, DeliveryNotificationServiceGrpc.newStub(channel))
                .withInterceptors(start)
                .notificationStream(parameters, notifications);
        await().until(() -> start.await(0));
        return notifications;
    }

    /** {@code x-apitoken} of the first user with a role of {@value #DOMAIN}. */
    public String apiToken(String role) throws Exception {
        return apiToken(DOMAIN, role);
    }

    /** {@code x-apitoken} of the first user with a role of a mail domain. */
    public String apiToken(String mailDomain, String role) throws Exception {
        return mailDomain + ":" + token(mailDomain, role);
    }

    /** A node of {@value #DOMAIN} in the hands of the test. */
    public FakeNode fakeNode() throws Exception {
        return FakeNode.connect(apiToken("BACKEND"), channel);
    }

    /** A stub with the token of a role of {@value #DOMAIN}. */
    public <S extends AbstractStub<S>> S as(String role, S stub) throws Exception {
        return withToken(apiToken(role), stub);
    }

    /** A stub with any {@code x-apitoken}. */
    public static <S extends AbstractStub<S>> S withToken(String apiToken, S stub) {
        Metadata metadata = new Metadata();
        metadata.put(Metadata.Key.of("x-apitoken", Metadata.ASCII_STRING_MARSHALLER), apiToken);
        return stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata));
    }

    /** What a notification tells, in short: recipient and kind of event. */
    public static String brief(EmailNotification notification) {
        return notification.getRecipientEmailAddress().getEmail() + " "
                + notification.getNotificationCase().name().replace("_EVENT", "");
    }

    @Override
    public void close() throws Exception {
        if (node != null) {
            node.stop();
        }
        if (channel != null) {
            channel.shutdownNow();
        }
        if (webserver != null) {
            webserver.stop();
        }
        if (sink != null) {
            sink.close();
        }
    }
}
