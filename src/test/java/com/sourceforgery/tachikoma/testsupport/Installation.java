package com.sourceforgery.tachikoma.testsupport;

import static org.awaitility.Awaitility.await;

import com.sourceforgery.tachikoma.cli.StartOfStream;
import com.sourceforgery.tachikoma.grpc.frontend.EmailNotification;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailQueueStatus;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.MailDeliveryServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.MailDeliveryServiceGrpc.MailDeliveryServiceBlockingStub;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.DeliveryNotificationServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.NotificationStreamParameters;
import com.sourceforgery.tachikoma.sink.Sink;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.MetadataUtils;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.util.FileSystemUtils;

/**
 * A webserver, a node and a sink (in place of Postfix, or behind a real one) in this JVM, on real PostgreSQL and RabbitMQ, for
 * the domain {@value #DOMAIN}.
 *
 * <p>As an extension of a test class it has services and a folder of its own. It is started before all tests of the class and
 * stopped after them, when all that is its own is removed:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final Installation installation = Installation.ofWebserver().with("BASE_URL", "https://server.example/");
 * }</pre>
 */
public final class Installation implements BeforeAllCallback, AfterAllCallback, AutoCloseable {
    public static final String DOMAIN = "example.com";

    private interface Start {
        void of(Installation installation) throws Exception;
    }

    private final RunningParts parts;
    private final Start start;
    private final int managementPort = Ports.free();

    /** One that a test starts and closes. */
    public Installation(RealServices services, Path folder) {
        this(services, Installation::start);
        parts.folder = folder;
    }

    private Installation(RealServices services, Start start) {
        this.parts = new RunningParts(services);
        this.start = start;
    }

    /** An extension: all parts. */
    public static Installation whole() {
        return new Installation(new RealServices(), Installation::start);
    }

    /** An extension: the webserver alone; what else there is, the tests are or start. */
    public static Installation ofWebserver() {
        return new Installation(new RealServices(), Installation::startWebserver);
    }

    /** An extension whose parts the tests start. */
    public static Installation notStarted() {
        return new Installation(new RealServices(), installation -> {});
    }

    /** A setting beside the usual ones; before the start. */
    public Installation with(String setting, String value) {
        parts.extraSettings.put(setting, value);
        return this;
    }

    /** A real Postfix between node and sink, which then plays the world; before the start. */
    public Installation behindPostfix() {
        parts.postfix = services().postfix();
        return this;
    }

    /** The webserver tells {@link #metrics}; before the start. */
    public Installation withMetrics() {
        return with("TACHIKOMA_MANAGEMENT_ADDRESS", "127.0.0.1")
                .with("TACHIKOMA_MANAGEMENT_PORT", Integer.toString(managementPort))
                .withProperty("camel.management.enabled", "true");
    }

    /** A property of the webserver's {@code application.properties}; before the start. */
    public Installation withProperty(String name, String value) {
        parts.properties.put(name, value);
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
        parts.startSink();
    }

    public void startWebserver() {
        parts.startWebserver();
    }

    public void startNode() throws Exception {
        parts.startNode();
    }

    public void stopNode() throws Exception {
        parts.stopNode();
    }

    public void stopWebserver() throws InterruptedException {
        parts.stopWebserver();
    }

    /** Instead of the webserver here there is one that is a process of its own: waits until it is ready. */
    public void connectTo(RoleProcess otherWebserver) {
        parts.connectTo(otherWebserver);
    }

    /** The webserver's, by their names as environment variables. */
    public Map<String, String> webserverSettings() {
        return parts.webserverSettings();
    }

    /** The node's, by their names as environment variables. */
    public Map<String, String> nodeSettings() throws Exception {
        return parts.nodeSettings();
    }

    /** What it stands on. */
    public RealServices services() {
        return parts.services;
    }

    /** Statements beside the application; may be had before the start. */
    public TestDatabase database() {
        return new TestDatabase(services().dataSource());
    }

    /** Mails and events without sending any; may be had before the start. */
    public StoredEvents storedEvents() {
        return new StoredEvents(services().dataSource());
    }

    /** The one between node and sink, where there is one. */
    public PrivatePostfix postfix() {
        return parts.postfix;
    }

    /** Where its files are. */
    public Path folder() {
        return parts.folder;
    }

    public Sink sink() {
        return parts.sink();
    }

    public int port() {
        return parts.port;
    }

    public ManagedChannel channel() {
        return parts.channel();
    }

    /** The lines of the webserver's metrics that begin with a text. */
    public List<String> metrics(String beginning) throws Exception {
        return new MailLinks(managementPort)
                .get("/observe/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(beginning))
                .toList();
    }

    /** A token made at the first start. */
    public String token(String mailDomain, String role) throws Exception {
        return parts.token(mailDomain, role);
    }

    /** How nodes and commands are told where the webserver is and who they are. */
    public String url(String role) throws Exception {
        return parts.url(role);
    }

    /** Sends mail as the administrator of the domain. */
    public MailDeliveryServiceBlockingStub delivery() throws Exception {
        return as("FRONTEND_ADMIN", MailDeliveryServiceGrpc::newBlockingStub);
    }

    /** Sends a small mail as the administrator of the domain; returns what became of it, by recipient. */
    public List<EmailQueueStatus> send(String... recipients) throws Exception {
        return delivery().sendEmailUnary(Mails.to(recipients).build()).getListList();
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

    /** Follows the bare events as whoever has the token. */
    public Notifications follow(String apiToken) {
        return follow(new Notifications(), apiToken, NotificationStreamParameters.getDefaultInstance());
    }

    /** Follows events as whoever has the token. */
    public Notifications follow(Notifications notifications, String apiToken, NotificationStreamParameters parameters) {
        untilOpen(
                withToken(apiToken, DeliveryNotificationServiceGrpc::newStub),
                stub -> stub.notificationStream(parameters, notifications));
        return notifications;
    }

    /** Opens a stream; returns when the server is ready to tell, or has ended it. */
    public static <S extends AbstractStub<S>> void untilOpen(S stub, Consumer<S> opening) {
        StartOfStream start = new StartOfStream();
        opening.accept(stub.withInterceptors(start));
        await().until(() -> start.await(0));
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
        return FakeNode.connect(apiToken("BACKEND"), channel());
    }

    /** A node of {@value #DOMAIN} that has each mail queued at once, under {@code Q<email id>}. */
    public FakeNode queueingNode() throws Exception {
        return FakeNode.queueingAll(apiToken("BACKEND"), channel());
    }

    /**
     * Calls a service as the first user with a role of {@value #DOMAIN}.
     *
     * @param service for example {@code LoginServiceGrpc::newBlockingStub}
     */
    public <S extends AbstractStub<S>> S as(String role, Function<Channel, S> service) throws Exception {
        return withToken(apiToken(role), service);
    }

    /** Calls a service with any {@code x-apitoken}. */
    public <S extends AbstractStub<S>> S withToken(String apiToken, Function<Channel, S> service) {
        return authorized(apiToken, service.apply(channel()));
    }

    /** A stub with any {@code x-apitoken}. */
    public static <S extends AbstractStub<S>> S authorized(String apiToken, S stub) {
        return withHeader("x-apitoken", apiToken, stub);
    }

    /** A stub whose calls have one more header. */
    public static <S extends AbstractStub<S>> S withHeader(String name, String value, S stub) {
        Metadata metadata = new Metadata();
        metadata.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value);
        return stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata));
    }

    /** What a notification tells, in short: recipient and kind of event. */
    public static String brief(EmailNotification notification) {
        return notification.getRecipientEmailAddress().getEmail() + " "
                + notification.getNotificationCase().name().replace("_EVENT", "");
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        parts.folder = Files.createTempDirectory("installation");
        start.of(this);
    }

    /** Also after a start that has failed half way. */
    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        try (AutoCloseable last = () -> FileSystemUtils.deleteRecursively(folder());
                AutoCloseable then = () -> services().afterAll(context)) {
            close();
        }
    }

    @Override
    public void close() throws Exception {
        parts.close();
    }
}
