package com.sourceforgery.tachikoma.follow;

import static com.sourceforgery.tachikoma.testsupport.Follower.openWithoutReading;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.grpc.frontend.event.EventOptions;
import com.sourceforgery.tachikoma.grpc.frontend.event.FollowEventsResponse;
import com.sourceforgery.tachikoma.testsupport.Follower;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.StoredEvents;
import com.sourceforgery.tachikoma.testsupport.TestDatabase;
import io.grpc.Status.Code;
import java.sql.Connection;
import java.util.List;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the followers of a subscription are given, and what they are given again. */
class FollowEventsIT {
    @RegisterExtension
    static final Installation installation = Installation.ofWebserver();

    static final StoredEvents stored = installation.storedEvents();
    static final TestDatabase database = installation.database();
    static long mail;

    OwnSubscription subscription;

    @BeforeAll
    static void aMailIsOut() throws Exception {
        mail = stored.mail("shop@example.com", "ada@world.example", "order");
    }

    @BeforeEach
    void subscribe(TestInfo test) {
        subscription = new OwnSubscription(installation, test);
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().untilAsserted(assertion);
    }

    @Test
    void aNewSubscriptionBeginsWithWhatHappensFromNowOn() throws Exception {
        stored.opens(mail, 2);
        eventually(() ->
                assertEquals(0, database.count("email_event where xid >= pg_snapshot_xmin(pg_current_snapshot())")));
        Follower follower = subscription.follow();
        List<Long> ids = stored.opens(mail, 3);

        follower.assertGiven(ids);
        assertFalse(follower.all().get(0).getOpened().getResumed());
    }

    @Test
    void aNewSubscriptionCanBeginAfterAnEvent() throws Exception {
        List<Long> ids = stored.opens(mail, 3);

        Follower follower = subscription.follow(subscription.request().setStartAfterEventId(ids.get(0)));

        follower.assertGiven(ids.subList(1, 3));
    }

    @Test
    void aNewSubscriptionCanBeginWithTheFirstEvent() throws Exception {
        List<Long> ids = stored.opens(mail, 1);

        Follower follower = subscription.follow(subscription.request().setStartAfterEventId(0));

        eventually(() -> assertTrue(follower.ids().contains(ids.get(0))));
        assertEquals(
                database.queryForObject("select min(id) from email_event", Long.class),
                follower.ids().get(0));
    }

    @Test
    void whatIsNotAcknowledgedComesAgainAndNothingElse() throws Exception {
        Follower first = subscription.follow();
        List<Long> ids = stored.opens(mail, 4);
        first.assertGiven(ids);

        first.acknowledgeForGood(ids.get(1));
        first.cut();
        List<Long> later = stored.opens(mail, 1);
        Follower second = subscription.follow();

        second.assertGiven(List.of(ids.get(2), ids.get(3), later.get(0)));
        assertTrue(second.all().get(0).getOpened().getResumed());
    }

    @Test
    void whatAClientAcknowledgesBeforeItEndsIsStored() throws Exception {
        Follower first = subscription.follow();
        List<Long> ids = stored.opens(mail, 3);
        first.assertGiven(ids);

        first.acknowledge(ids.get(2));
        first.sendsNoMore();
        first.assertEnds(Code.OK);

        Follower second = subscription.follow();
        List<Long> later = stored.opens(mail, 1);
        second.assertGiven(later);
    }

    @Test
    void aStreamIsGivenNoMoreThanItMayLeaveUnacknowledged() throws Exception {
        Follower follower = subscription.follow(subscription.request().setMaxUnacknowledged(3));
        List<Long> ids = stored.opens(mail, 8);
        follower.assertGiven(ids.subList(0, 3));

        follower.acknowledgeForGood(ids.get(1));

        follower.assertGiven(ids.subList(0, 5));
        follower.acknowledgeForGood(ids.get(4));
        follower.assertGiven(ids);
    }

    @Test
    void subscriptionsOfDifferentNamesEachGetAll() throws Exception {
        Follower one = subscription.follow();
        Follower other = subscription.follow(subscription.request().setSubscription("another " + subscription.name()));
        List<Long> ids = stored.opens(mail, 2);

        one.assertGiven(ids);
        other.assertGiven(ids);
        one.assertOpen();
    }

    @Test
    void eventsThatTagsExcludeAreAcknowledgedOnTheWay() throws Exception {
        Follower follower = subscription.follow(
                subscription.request().setOptions(EventOptions.newBuilder().addTags("order")));
        long other = stored.mail("shop@example.com", "bob@world.example", "news");
        stored.event(other, "QUEUED");
        long shown = stored.event(mail, "QUEUED");
        long last = stored.event(other, "DELIVERED");
        follower.assertGiven(List.of(shown));

        follower.acknowledgeForGood(shown);

        eventually(() -> assertEquals(
                last,
                database.queryForObject(
                        "select event_id from event_subscription where name = ?", Long.class, subscription.name())));
    }

    @Test
    void anEventThatIsCommittedLateIsNotPassedBy() throws Exception {
        Follower follower = subscription.follow();
        try (Connection slow = installation.services().dataSource().getConnection()) {
            StoredEvents.begin(slow);
            long high = stored.event(mail, "DELIVERED");
            long higher = StoredEvents.in(slow).event(mail, "SOFT_BOUNCED");
            slow.commit();

            follower.assertGiven(List.of(higher, high));
            follower.acknowledgeForGood(higher);
        }
        follower.cut();
        Follower second = subscription.follow();
        eventually(() -> assertEquals(1, second.ids().size()));
    }

    @Test
    void opensAndClicksSubjectAndTrackingDataComeWhenTheyAreAskedFor() throws Exception {
        Follower follower = subscription.follow(subscription
                .request()
                .setOptions(EventOptions.newBuilder()
                        .setIncludeTrackingData(true)
                        .setIncludeMetricsData(true)
                        .setIncludeSubject(true)));
        long own = stored.mail("shop@example.com", "eve@world.example", "order");
        stored.event(own, "OPENED");
        stored.event(own, "DELIVERED");

        eventually(() -> assertEquals(2, follower.ids().size()));
        assertEquals(
                1,
                follower.events()
                        .get(1)
                        .getEmailNotification()
                        .getEmailMetrics()
                        .getOpensCount());
        assertEquals(
                "About order", follower.events().get(1).getEmailNotification().getSubject());
        assertEquals(
                List.of("order"),
                follower.events()
                        .get(1)
                        .getEmailNotification()
                        .getEmailTrackingData()
                        .getTagsList());
    }

    @Test
    void whoIsQuietHearsThatTheServerIsThere() throws Exception {
        Follower follower = subscription.follow();

        eventually(() -> assertTrue(follower.all().stream().anyMatch(FollowEventsResponse::hasKeepAlive)));
    }

    @Test
    void aClientThatDoesNotReadHoldsUpNobodyAndGetsAllLater() throws Exception {
        Follower lazy = openWithoutReading(
                subscription.stub(),
                subscription.request().setMaxUnacknowledged(10_000).build());
        await().until(() -> database.count("event_subscription where name = ?", subscription.name()) == 1);
        Follower quick = subscription.follow(subscription.request().setSubscription("quick " + subscription.name()));
        List<Long> ids = stored.opens(mail, 600);
        quick.assertGiven(ids);
        assertEquals(List.of(), lazy.ids());

        lazy.read(Integer.MAX_VALUE);

        lazy.assertGiven(ids);
    }
}
