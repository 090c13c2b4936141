package com.sourceforgery.tachikoma.streams;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.grpc.frontend.BlockedReason;
import com.sourceforgery.tachikoma.grpc.frontend.EmailNotification;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.DeliveryNotificationServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.EmailAddressNotification;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.EmailNotificationOrKeepAlive;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.NotificationStreamParameters;
import com.sourceforgery.tachikoma.testsupport.BrokerView;
import com.sourceforgery.tachikoma.testsupport.FrontendUser;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.KeptMessages;
import com.sourceforgery.tachikoma.testsupport.Notifications;
import com.sourceforgery.tachikoma.testsupport.StoredEvents;
import com.sourceforgery.tachikoma.testsupport.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What notification streams tell beside the bare events: opens and clicks of the mail, changes of block states. */
class OptionalPartsIT {
    @RegisterExtension
    static final Installation installation =
            Installation.ofWebserver().withProperty("tachikoma.stream.acknowledge-seconds", "1");

    static final TestDatabase database = installation.database();
    static final StoredEvents stored = installation.storedEvents();

    private final FrontendUser user = FrontendUser.create(database);

    private KeptMessages<EmailNotificationOrKeepAlive> followWithKeepAlive(
            NotificationStreamParameters.Builder parameters) {
        KeptMessages<EmailNotificationOrKeepAlive> kept = new KeptMessages<>();
        Installation.untilOpen(
                installation.withToken(user.apiToken(), DeliveryNotificationServiceGrpc::newStub),
                stub -> stub.notificationStreamWithKeepAlive(parameters.build(), kept));
        return kept;
    }

    private static List<EmailAddressNotification> addresses(KeptMessages<EmailNotificationOrKeepAlive> kept) {
        return kept.all().stream()
                .filter(EmailNotificationOrKeepAlive::hasEmailAddressNotification)
                .map(EmailNotificationOrKeepAlive::getEmailAddressNotification)
                .toList();
    }

    @Test
    void changesOfBlockStatesReachStreamsWithKeepAlives() throws Exception {
        KeptMessages<EmailNotificationOrKeepAlive> kept =
                followWithKeepAlive(NotificationStreamParameters.newBuilder().addTags("order"));

        long blocked = stored.addressEvent("shop@example.com", "ada@world.example", null, "UNSUBSCRIBED");
        long unblocked = stored.addressEvent("shop@example.com", "ada@world.example", "UNSUBSCRIBED", null);

        await().until(() -> addresses(kept).size() == 2);
        EmailAddressNotification block = addresses(kept).get(0);
        EmailAddressNotification unblock = addresses(kept).get(1);
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
        Notifications notifications = installation.follow(user.apiToken());

        stored.addressEvent("shop@example.com", "ada@world.example", null, "SPAM_MARKED");
        long after = stored.event(stored.mail("shop@example.com", "ada@world.example"), "QUEUED");

        await().until(() -> notifications.all().size() == 1);
        assertEquals(after, notifications.all().get(0).getEventId());
        await().untilAsserted(() -> assertEquals(
                after,
                database.queryForObject(
                        "select acknowledged_event_id from user_stream where user_id = ?", Long.class, user.id())));
        assertEquals(0, new BrokerView(installation.services()).waiting(user.queue()));
    }

    @Test
    void opensAndClicksOfTheMailComeWithEachEventInTheOrderOfEvents() throws Exception {
        KeptMessages<EmailNotificationOrKeepAlive> kept =
                followWithKeepAlive(NotificationStreamParameters.newBuilder().setIncludeMetricsData(true));
        long quiet = stored.mail("shop@example.com", "bob@world.example");
        long mail = stored.mail("shop@example.com", "ada@world.example");
        List<Long> ids = List.of(
                stored.event(quiet, "QUEUED"),
                stored.event(
                        mail, "OPENED", "0 seconds", "{\"ip_address\": \"192.0.2.7\", \"user_agent\": \"Reader/1\"}"),
                stored.addressEvent("shop@example.com", "ada@world.example", null, "UNSUBSCRIBED"),
                stored.event(mail, "CLICKED", "0 seconds", "{\"clicked_url\": \"https://example.com/a\"}"));

        await().until(() ->
                kept.all().stream().filter(one -> !one.hasKeepAlive()).count() == 4);
        assertEquals(
                ids,
                kept.all().stream()
                        .filter(one -> !one.hasKeepAlive())
                        .map(one -> one.hasEmailNotification()
                                ? one.getEmailNotification().getEventId()
                                : one.getEmailAddressNotification().getEventId())
                        .toList());
        List<EmailNotification> mails = kept.all().stream()
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
    void withoutBeingAskedForNoOpensAndClicksCome() throws Exception {
        Notifications notifications = installation.follow(user.apiToken());

        stored.event(stored.mail("shop@example.com", "ada@world.example"), "OPENED");

        await().until(() -> notifications.all().size() == 1);
        assertTrue(notifications.all().get(0).hasNoMetricsData());
    }
}
