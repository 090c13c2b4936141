package com.sourceforgery.tachikoma.streams;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.grpc.frontend.EmailNotification;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.TrackingData;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.DeliveryNotificationServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.EmailNotificationOrKeepAlive;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.NotificationStreamParameters;
import com.sourceforgery.tachikoma.testsupport.BrokerView;
import com.sourceforgery.tachikoma.testsupport.FrontendUser;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Mails;
import com.sourceforgery.tachikoma.testsupport.Notifications;
import com.sourceforgery.tachikoma.testsupport.TestDatabase;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who gets which events. */
class SharedStreamsIT {
    @RegisterExtension
    static final Installation installation =
            Installation.whole().withProperty("tachikoma.stream.acknowledge-seconds", "1");

    static final TestDatabase database = installation.database();
    static final BrokerView broker = new BrokerView(installation.services());

    private static FrontendUser user() {
        return FrontendUser.create(database);
    }

    private static Notifications follow(FrontendUser user, String... tags) throws Exception {
        int before = broker.consumers(user.queue());
        Notifications notifications = installation.follow(
                new Notifications(),
                user.apiToken(),
                NotificationStreamParameters.newBuilder()
                        .addAllTags(List.of(tags))
                        .build());
        broker.awaitConsumers(user.queue(), before + 1);
        return notifications;
    }

    private static Set<String> deliveriesTo(List<String> recipients) {
        Set<String> deliveries = new TreeSet<>();
        recipients.forEach(recipient -> deliveries.add(recipient + " DELIVERED"));
        return deliveries;
    }

    private static Set<String> deliveries(Notifications... streams) {
        Set<String> deliveries = new TreeSet<>();
        for (Notifications stream : streams) {
            stream.brief().stream().filter(brief -> brief.endsWith("DELIVERED")).forEach(deliveries::add);
        }
        return deliveries;
    }

    private static List<String> recipients(String name, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> name + i + "@world.example")
                .toList();
    }

    private static void send(List<String> recipients, String... tags) throws Exception {
        installation
                .delivery()
                .sendEmailUnary(Mails.to(recipients.toArray(String[]::new))
                        .setTrackingData(TrackingData.newBuilder()
                                .addAllTags(List.of(tags))
                                .putMetadata("order", "77"))
                        .build());
    }

    @Test
    void streamsOfOneUserShareItsEventsAndAnotherUserGetsAllOfThem() throws Exception {
        FrontendUser shop = user();
        FrontendUser office = user();
        List<String> recipients = recipients("shared", 50);
        try (Notifications first = follow(shop);
                Notifications second = follow(shop);
                Notifications all = follow(office)) {
            send(recipients);
            await().untilAsserted(() -> assertEquals(deliveriesTo(recipients), deliveries(all)));
            await().untilAsserted(() -> assertEquals(deliveriesTo(recipients), deliveries(first, second)));
            assertFalse(first.all().isEmpty());
            assertFalse(second.all().isEmpty());
            assertEquals(100, first.all().size() + second.all().size(), "each QUEUED and DELIVERED once");
            assertEquals(100, all.all().size());
        }
    }

    @Test
    void tagsChooseEventsAndWhatTheyExcludeIsAcknowledged() throws Exception {
        FrontendUser client = user();
        List<String> receipts = recipients("receipt", 3);
        List<String> letters = recipients("letter", 3);
        try (Notifications tagged = follow(client, "receipts", "invoices")) {
            send(letters, "newsletter");
            send(receipts, "receipts");
            await().untilAsserted(() -> assertEquals(deliveriesTo(receipts), deliveries(tagged)));
            await().until(() -> acknowledged(client) >= newestEvent());
        }
        List<String> later = recipients("later", 1);
        try (Notifications untagged = follow(client)) {
            send(later);
            await().untilAsserted(() -> assertEquals(deliveriesTo(later), deliveries(untagged)));
            assertEquals(2, untagged.all().size());
        }
    }

    private static long acknowledged(FrontendUser client) {
        return database.queryForObject(
                "select acknowledged_event_id from user_stream where user_id = ?", Long.class, client.id());
    }

    private static long newestEvent() {
        return database.queryForObject("select max(id) from email_event", Long.class);
    }

    @Test
    void eventsThatComeWhileAUserIsAwayWait() throws Exception {
        FrontendUser client = user();
        follow(client).close();
        broker.awaitConsumers(client.queue(), 0);
        List<String> recipients = recipients("away", 5);
        send(recipients);
        await().until(() -> broker.waiting(client.queue()) == 10);
        try (Notifications back = follow(client)) {
            await().untilAsserted(() -> assertEquals(deliveriesTo(recipients), deliveries(back)));
        }
    }

    @Test
    void aStreamThatEndsBeforeItsEventsAreAcknowledgedGivesThemToTheNextOne() throws Exception {
        FrontendUser client = user();
        List<String> recipients = recipients("again", 1);
        try (Notifications unread = installation.follow(
                Notifications.unread(), client.apiToken(), NotificationStreamParameters.getDefaultInstance())) {
            broker.awaitConsumers(client.queue(), 1);
            send(recipients);
        }
        broker.awaitConsumers(client.queue(), 0);
        try (Notifications next = follow(client)) {
            await().untilAsserted(() -> assertEquals(deliveriesTo(recipients), deliveries(next)));
        }
    }

    @Test
    void optionalPartsAreFilledWhenAskedFor() throws Exception {
        FrontendUser client = user();
        List<String> recipients = recipients("parts", 1);
        try (Notifications plain = follow(client);
                Notifications full = installation.follow(NotificationStreamParameters.newBuilder()
                        .setIncludeTrackingData(true)
                        .build())) {
            send(recipients, "receipts");
            await().untilAsserted(() -> assertEquals(deliveriesTo(recipients), deliveries(plain)));
            await().until(() -> deliveries(full).containsAll(deliveriesTo(recipients)));
            EmailNotification tracked = full.all().get(full.all().size() - 1);
            assertEquals(List.of("receipts"), tracked.getEmailTrackingData().getTagsList());
            assertEquals("77", tracked.getEmailTrackingData().getMetadataMap().get("order"));
            assertTrue(plain.all().stream().allMatch(EmailNotification::hasNoTrackingData));
        }
    }

    @Test
    void aStreamWithKeepAliveTellsEventsAndThatTheServerIsThere() throws Exception {
        FrontendUser client = user();
        Iterator<EmailNotificationOrKeepAlive> messages = installation
                .withToken(client.apiToken(), DeliveryNotificationServiceGrpc::newBlockingStub)
                .withDeadlineAfter(java.time.Duration.ofSeconds(60))
                .notificationStreamWithKeepAlive(NotificationStreamParameters.getDefaultInstance());
        broker.awaitConsumers(client.queue(), 1);
        send(recipients("alive", 1));

        List<String> told = new ArrayList<>();
        Set<Integer> lengths = new TreeSet<>();
        Stream.generate(messages::next)
                .peek(message -> {
                    if (message.hasEmailNotification()) {
                        told.add(Installation.brief(message.getEmailNotification()));
                    } else {
                        lengths.add(message.getKeepAlive().length());
                    }
                })
                .anyMatch(message -> told.size() >= 2 && !lengths.isEmpty());
        assertEquals(List.of("alive0@world.example QUEUED", "alive0@world.example DELIVERED"), told);
        assertEquals(Set.of(1000), lengths);
    }
}
