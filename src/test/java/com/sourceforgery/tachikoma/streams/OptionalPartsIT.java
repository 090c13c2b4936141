package com.sourceforgery.tachikoma.streams;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.grpc.frontend.BlockedReason;
import com.sourceforgery.tachikoma.grpc.frontend.EmailNotification;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.DeliveryNotificationServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.DeliveryNotificationServiceGrpc.DeliveryNotificationServiceStub;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.EmailAddressNotification;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.EmailNotificationOrKeepAlive;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.NotificationStreamParameters;
import com.sourceforgery.tachikoma.testsupport.BrokerView;
import com.sourceforgery.tachikoma.testsupport.FrontendUser;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.RealServices;
import com.sourceforgery.tachikoma.testsupport.StoredEvents;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** What notification streams tell beside the bare events: opens and clicks of the mail, changes of block states. */
class OptionalPartsIT {
    @RegisterExtension
    static final RealServices services = new RealServices();

    @TempDir
    static Path folder;

    static Installation installation;
    static JdbcTemplate database;
    static StoredEvents stored;

    @BeforeAll
    static void start() throws Exception {
        installation = new Installation(services, folder).withProperty("tachikoma.stream.acknowledge-seconds", "1");
        installation.startWebserver();
        database = new JdbcTemplate(services.dataSource());
        stored = new StoredEvents(services.dataSource());
    }

    @AfterAll
    static void stop() throws Exception {
        installation.close();
    }

    private final FrontendUser user = FrontendUser.create(database);

    private DeliveryNotificationServiceStub stub() {
        return Installation.withToken(user.apiToken(), DeliveryNotificationServiceGrpc.newStub(installation.channel()));
    }

    private List<EmailNotificationOrKeepAlive> followWithKeepAlive(NotificationStreamParameters.Builder parameters) {
        Kept<EmailNotificationOrKeepAlive> kept = new Kept<>();
        stub().notificationStreamWithKeepAlive(parameters.build(), kept);
        awaitOpen();
        return kept.all;
    }

    private List<EmailNotification> follow(NotificationStreamParameters.Builder parameters) {
        Kept<EmailNotification> kept = new Kept<>();
        stub().notificationStream(parameters.build(), kept);
        awaitOpen();
        return kept.all;
    }

    private void awaitOpen() {
        await().atMost(Duration.ofSeconds(60)).until(() -> new BrokerView(services).consumers(user.queue()) == 1);
    }

    private static List<EmailAddressNotification> addresses(List<EmailNotificationOrKeepAlive> all) {
        return all.stream()
                .filter(EmailNotificationOrKeepAlive::hasEmailAddressNotification)
                .map(EmailNotificationOrKeepAlive::getEmailAddressNotification)
                .toList();
    }

    @Test
    void changesOfBlockStatesReachStreamsWithKeepAlives() {
        List<EmailNotificationOrKeepAlive> all =
                followWithKeepAlive(NotificationStreamParameters.newBuilder().addTags("order"));

        long blocked = stored.addressEvent("shop@example.com", "ada@world.example", null, "UNSUBSCRIBED");
        long unblocked = stored.addressEvent("shop@example.com", "ada@world.example", "UNSUBSCRIBED", null);

        await().atMost(Duration.ofSeconds(60)).until(() -> addresses(all).size() == 2);
        EmailAddressNotification block = addresses(all).get(0);
        EmailAddressNotification unblock = addresses(all).get(1);
        assertEquals(blocked, block.getEventId());
        assertEquals("shop@example.com", block.getFromEmail());
        assertEquals("ada@world.example", block.getRecipientEmail());
        assertTrue(block.hasNewReason());
        assertEquals(BlockedReason.UNSUBSCRIBED, block.getNewReason());
        assertTrue(block.getTimestamp().getSeconds() > 0);
        assertEquals(unblocked, unblock.getEventId());
        assertTrue(unblock.hasOldReason());
        assertEquals(BlockedReason.UNSUBSCRIBED, unblock.getOldReason());
    }

    @Test
    void changesOfBlockStatesAreAcknowledgedWhereAStreamHasNoPlaceForThem() throws Exception {
        List<EmailNotification> all = follow(NotificationStreamParameters.newBuilder());

        stored.addressEvent("shop@example.com", "ada@world.example", null, "SPAM_MARKED");
        long after = stored.event(stored.mail("shop@example.com", "ada@world.example"), "QUEUED");

        await().atMost(Duration.ofSeconds(60)).until(() -> all.size() == 1);
        assertEquals(after, all.get(0).getEventId());
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertEquals(
                        after,
                        database.queryForObject(
                                "select acknowledged_event_id from user_stream where user_id = ?",
                                Long.class,
                                user.id())));
        assertEquals(0, new BrokerView(services).waiting(user.queue()));
    }

    @Test
    void opensAndClicksOfTheMailComeWithEachEventInTheOrderOfEvents() {
        List<EmailNotificationOrKeepAlive> all =
                followWithKeepAlive(NotificationStreamParameters.newBuilder().setIncludeMetricsData(true));
        long quiet = stored.mail("shop@example.com", "bob@world.example");
        long mail = stored.mail("shop@example.com", "ada@world.example");
        List<Long> ids = List.of(
                stored.event(quiet, "QUEUED"),
                stored.event(
                        mail, "OPENED", "0 seconds", "{\"ip_address\": \"192.0.2.7\", \"user_agent\": \"Reader/1\"}"),
                stored.addressEvent("shop@example.com", "ada@world.example", null, "UNSUBSCRIBED"),
                stored.event(mail, "CLICKED", "0 seconds", "{\"clicked_url\": \"https://example.com/a\"}"));

        await().atMost(Duration.ofSeconds(60))
                .until(() -> all.stream().filter(one -> !one.hasKeepAlive()).count() == 4);
        assertEquals(
                ids,
                all.stream()
                        .filter(one -> !one.hasKeepAlive())
                        .map(one -> one.hasEmailNotification()
                                ? one.getEmailNotification().getEventId()
                                : one.getEmailAddressNotification().getEventId())
                        .toList());
        List<EmailNotification> mails = all.stream()
                .filter(EmailNotificationOrKeepAlive::hasEmailNotification)
                .map(EmailNotificationOrKeepAlive::getEmailNotification)
                .toList();
        assertTrue(mails.get(0).hasEmailMetrics());
        assertEquals(0, mails.get(0).getEmailMetrics().getOpensCount());
        EmailNotification click = mails.get(2);
        assertEquals("Reader/1", click.getEmailMetrics().getOpens(0).getUserAgent());
        assertEquals(
                "https://example.com/a", click.getEmailMetrics().getClicks(0).getClickedUrl());
        assertEquals("https://example.com/a", click.getClickedEvent().getClickedUrl());
    }

    @Test
    void withoutBeingAskedForNoOpensAndClicksCome() {
        List<EmailNotification> all = follow(NotificationStreamParameters.newBuilder());

        stored.event(stored.mail("shop@example.com", "ada@world.example"), "OPENED");

        await().atMost(Duration.ofSeconds(60)).until(() -> all.size() == 1);
        assertTrue(all.get(0).hasNoMetricsData());
    }

    /** Keeps what it is given. */
    private static final class Kept<T> implements StreamObserver<T> {
        private final List<T> all = new CopyOnWriteArrayList<>();

        @Override
        public void onNext(T message) {
            all.add(message);
        }

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onCompleted() {}
    }
}
