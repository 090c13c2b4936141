package com.sourceforgery.tachikoma.follow;

import static com.sourceforgery.tachikoma.testsupport.Follower.connect;
import static com.sourceforgery.tachikoma.testsupport.Follower.openWithoutReading;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.grpc.frontend.event.EventOptions;
import com.sourceforgery.tachikoma.grpc.frontend.event.EventServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.event.EventServiceGrpc.EventServiceStub;
import com.sourceforgery.tachikoma.grpc.frontend.event.FollowEventsRequest;
import com.sourceforgery.tachikoma.grpc.frontend.event.FollowEventsResponse;
import com.sourceforgery.tachikoma.grpc.frontend.event.OpenSubscription;
import com.sourceforgery.tachikoma.testsupport.Follower;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.RealServices;
import com.sourceforgery.tachikoma.testsupport.StoredEvents;
import io.grpc.Status.Code;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

class FollowEventsIT {
    @RegisterExtension
    static final RealServices services = new RealServices();

    @TempDir
    static Path folder;

    static Installation installation;
    static StoredEvents stored;
    static JdbcTemplate database;
    static long mail;

    /** Each test has a subscription of its own. */
    String name;

    @BeforeAll
    static void start() throws Exception {
        installation = new Installation(services, folder);
        installation.startWebserver();
        database = new JdbcTemplate(services.dataSource());
        stored = new StoredEvents(services.dataSource());
        mail = stored.mail("shop@example.com", "ada@world.example", "order");
    }

    @AfterAll
    static void stop() throws Exception {
        installation.close();
    }

    @BeforeEach
    void nameTheSubscription(TestInfo test) {
        name = test.getDisplayName();
    }

    private static EventServiceStub stub() throws Exception {
        return installation.as("FRONTEND_ADMIN", EventServiceGrpc.newStub(installation.channel()));
    }

    private OpenSubscription.Builder subscription() {
        return OpenSubscription.newBuilder().setSubscription(name);
    }

    private Follower follow() throws Exception {
        return Follower.open(stub(), subscription().build());
    }

    private static List<Long> events(int count) {
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(stored.event(mail, "OPENED"));
        }
        return ids;
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(assertion);
    }

    private static void assertEnds(Code code, Follower follower) {
        await().atMost(Duration.ofSeconds(30)).until(() -> follower.ended() != null);
        assertEquals(code, follower.ended().getCode());
    }

    @Test
    void aNewSubscriptionBeginsWithWhatHappensFromNowOn() throws Exception {
        events(2);
        eventually(() -> assertEquals(
                0,
                database.queryForObject(
                        "select count(*) from email_event where xid >= pg_snapshot_xmin(pg_current_snapshot())",
                        Long.class)));
        Follower follower = follow();
        List<Long> ids = events(3);

        eventually(() -> assertEquals(ids, follower.ids()));
        assertFalse(follower.all().get(0).getOpened().getResumed());
    }

    @Test
    void aNewSubscriptionCanBeginAfterAnEvent() throws Exception {
        List<Long> ids = events(3);

        Follower follower = Follower.open(
                stub(), subscription().setStartAfterEventId(ids.get(0)).build());

        eventually(() -> assertEquals(ids.subList(1, 3), follower.ids()));
    }

    @Test
    void aNewSubscriptionCanBeginWithTheFirstEvent() throws Exception {
        List<Long> ids = events(1);

        Follower follower =
                Follower.open(stub(), subscription().setStartAfterEventId(0).build());

        eventually(() -> assertTrue(follower.ids().contains(ids.get(0))));
        assertEquals(
                database.queryForObject("select min(id) from email_event", Long.class),
                follower.ids().get(0));
    }

    @Test
    void whatIsNotAcknowledgedComesAgainAndNothingElse() throws Exception {
        Follower first = follow();
        List<Long> ids = events(4);
        eventually(() -> assertEquals(ids, first.ids()));

        first.acknowledgeForGood(ids.get(1));
        first.cut();
        List<Long> later = events(1);
        Follower second = follow();

        eventually(() -> assertEquals(List.of(ids.get(2), ids.get(3), later.get(0)), second.ids()));
        assertTrue(second.all().get(0).getOpened().getResumed());
    }

    @Test
    void whatAClientAcknowledgesBeforeItEndsIsStored() throws Exception {
        Follower first = follow();
        List<Long> ids = events(3);
        eventually(() -> assertEquals(ids, first.ids()));

        first.acknowledge(ids.get(2));
        first.sendsNoMore();
        assertEnds(Code.OK, first);

        Follower second = follow();
        List<Long> later = events(1);
        eventually(() -> assertEquals(later, second.ids()));
    }

    @Test
    void aStreamIsGivenNoMoreThanItMayLeaveUnacknowledged() throws Exception {
        Follower follower =
                Follower.open(stub(), subscription().setMaxUnacknowledged(3).build());
        List<Long> ids = events(8);
        eventually(() -> assertEquals(ids.subList(0, 3), follower.ids()));

        follower.acknowledgeForGood(ids.get(1));

        eventually(() -> assertEquals(ids.subList(0, 5), follower.ids()));
        follower.acknowledgeForGood(ids.get(4));
        eventually(() -> assertEquals(ids, follower.ids()));
    }

    @Test
    void aStreamThatOpensASubscriptionTakesItOver() throws Exception {
        Follower first = follow();
        List<Long> ids = events(2);
        eventually(() -> assertEquals(ids, first.ids()));

        Follower second = follow();

        assertEnds(Code.ABORTED, first);
        eventually(() -> assertEquals(ids, second.ids()));
    }

    @Test
    void aSubscriptionThatAnotherWebserverHasTakenOverEndsHere() throws Exception {
        Follower follower = follow();

        database.update("update event_subscription set holder = gen_random_uuid() where name = ?", name);

        assertEnds(Code.ABORTED, follower);
    }

    @Test
    void anAcknowledgementThatComesAfterATakeoverIsNotStored() throws Exception {
        Follower follower = follow();
        List<Long> ids = events(2);
        eventually(() -> assertEquals(ids, follower.ids()));

        database.update("update event_subscription set holder = gen_random_uuid() where name = ?", name);
        follower.acknowledge(ids.get(1));
        assertEnds(Code.ABORTED, follower);

        Follower second = follow();
        eventually(() -> assertEquals(ids, second.ids()));
    }

    @Test
    void subscriptionsOfDifferentNamesEachGetAll() throws Exception {
        Follower one = follow();
        Follower other = Follower.open(
                stub(), subscription().setSubscription("another " + name).build());
        List<Long> ids = events(2);

        eventually(() -> assertEquals(ids, one.ids()));
        eventually(() -> assertEquals(ids, other.ids()));
        one.assertOpen();
    }

    @Test
    void eventsThatTagsExcludeAreAcknowledgedOnTheWay() throws Exception {
        OpenSubscription open = subscription()
                .setOptions(EventOptions.newBuilder().addTags("order"))
                .build();
        Follower follower = Follower.open(stub(), open);
        long other = stored.mail("shop@example.com", "bob@world.example", "news");
        stored.event(other, "QUEUED");
        long shown = stored.event(mail, "QUEUED");
        long last = stored.event(other, "DELIVERED");
        eventually(() -> assertEquals(List.of(shown), follower.ids()));

        follower.acknowledgeForGood(shown);

        eventually(() -> assertEquals(
                last,
                database.queryForObject("select event_id from event_subscription where name = ?", Long.class, name)));
    }

    @Test
    void anEventThatIsCommittedLateIsNotPassedBy() throws Exception {
        Follower follower = follow();
        try (Connection slow = services.dataSource().getConnection()) {
            StoredEvents.begin(slow);
            long high = stored.event(mail, "DELIVERED");
            long higher = StoredEvents.in(slow).event(mail, "SOFT_BOUNCED");
            slow.commit();

            eventually(() -> assertEquals(List.of(higher, high), follower.ids()));
            follower.acknowledgeForGood(higher);
        }
        follower.cut();
        Follower second = follow();
        eventually(() -> assertEquals(1, second.ids().size()));
    }

    @Test
    void opensAndClicksSubjectAndTrackingDataComeWhenTheyAreAskedFor() throws Exception {
        Follower follower = Follower.open(
                stub(),
                subscription()
                        .setOptions(EventOptions.newBuilder()
                                .setIncludeTrackingData(true)
                                .setIncludeMetricsData(true)
                                .setIncludeSubject(true))
                        .build());
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
        Follower follower = follow();

        eventually(() -> assertTrue(follower.all().stream().anyMatch(FollowEventsResponse::hasKeepAlive)));
    }

    @Test
    void aStreamWhoseUserIsDeactivatedEnds() throws Exception {
        Follower follower = Follower.open(
                Installation.withToken(
                        "example.net:" + installation.token("example.net", "FRONTEND_ADMIN"),
                        EventServiceGrpc.newStub(installation.channel())),
                subscription().build());

        database.update(
                "update app_user set active = false where account_id = (select id from account where mail_domain = 'example.net')");

        assertEnds(Code.ABORTED, follower);
    }

    @Test
    void whatIsNoProperRequestIsRefused() throws Exception {
        Follower early = connect(stub());
        early.acknowledge(1);
        assertEnds(Code.INVALID_ARGUMENT, early);

        assertEnds(
                Code.INVALID_ARGUMENT,
                Follower.open(stub(), subscription().setSubscription(" ").build()));
        assertEnds(
                Code.INVALID_ARGUMENT,
                Follower.open(
                        stub(), subscription().setMaxUnacknowledged(10_001).build()));
        assertEnds(
                Code.NOT_FOUND,
                Follower.open(
                        stub(),
                        subscription().setStartAfterEventId(1_000_000_000).build()));
        assertEquals(
                0, database.queryForObject("select count(*) from event_subscription where name = ?", Long.class, name));

        Follower unknown = follow();
        unknown.acknowledge(1_000_000_000);
        assertEnds(Code.INVALID_ARGUMENT, unknown);

        Follower twice = follow();
        twice.send(FollowEventsRequest.newBuilder().setOpen(subscription()).build());
        assertEnds(Code.INVALID_ARGUMENT, twice);

        Follower nothing = connect(stub());
        nothing.sendsNoMore();
        assertEnds(Code.OK, nothing);
    }

    @Test
    void aClientThatDoesNotReadHoldsUpNobodyAndGetsAllLater() throws Exception {
        Follower lazy = openWithoutReading(
                stub(), subscription().setMaxUnacknowledged(10_000).build());
        await().atMost(Duration.ofSeconds(20))
                .until(() -> database.queryForObject(
                                "select count(*) from event_subscription where name = ?", Long.class, name)
                        == 1);
        Follower quick = Follower.open(
                stub(), subscription().setSubscription("quick " + name).build());
        List<Long> ids = events(600);
        eventually(() -> assertEquals(ids, quick.ids()));
        assertEquals(List.of(), lazy.ids());

        lazy.read(Integer.MAX_VALUE);

        eventually(() -> assertEquals(ids, lazy.ids()));
    }
}
