package com.sourceforgery.tachikoma.follow;

import static com.sourceforgery.tachikoma.testsupport.Follower.connect;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sourceforgery.tachikoma.grpc.frontend.event.EventServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.event.FollowEventsRequest;
import com.sourceforgery.tachikoma.testsupport.Follower;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.StoredEvents;
import com.sourceforgery.tachikoma.testsupport.TestDatabase;
import io.grpc.Status.Code;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What ends the stream of a follower. */
class EndedStreamsIT {
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

    @Test
    void aStreamThatOpensASubscriptionTakesItOver() throws Exception {
        Follower first = subscription.follow();
        List<Long> ids = stored.opens(mail, 2);
        first.assertGiven(ids);

        Follower second = subscription.follow();

        first.assertEnds(Code.ABORTED);
        second.assertGiven(ids);
    }

    @Test
    void aSubscriptionThatAnotherWebserverHasTakenOverEndsHere() throws Exception {
        Follower follower = subscription.follow();

        database.update("update event_subscription set holder = gen_random_uuid() where name = ?", subscription.name());

        follower.assertEnds(Code.ABORTED);
    }

    @Test
    void anAcknowledgementThatComesAfterATakeoverIsNotStored() throws Exception {
        Follower follower = subscription.follow();
        List<Long> ids = stored.opens(mail, 2);
        follower.assertGiven(ids);

        database.update("update event_subscription set holder = gen_random_uuid() where name = ?", subscription.name());
        follower.acknowledge(ids.get(1));
        follower.assertEnds(Code.ABORTED);

        Follower second = subscription.follow();
        second.assertGiven(ids);
    }

    @Test
    void aStreamWhoseUserIsDeactivatedEnds() throws Exception {
        Follower follower = Follower.open(
                installation.withToken(
                        installation.apiToken("example.net", "FRONTEND_ADMIN"), EventServiceGrpc::newStub),
                subscription.request().build());

        database.update(
                "update app_user set active = false where account_id = (select id from account where mail_domain = 'example.net')");

        follower.assertEnds(Code.UNAUTHENTICATED);
    }

    @Test
    void whatIsNoProperRequestIsRefused() throws Exception {
        Follower early = connect(subscription.stub());
        early.acknowledge(1);
        early.assertEnds(Code.INVALID_ARGUMENT);

        subscription.follow(subscription.request().setSubscription(" ")).assertEnds(Code.INVALID_ARGUMENT);
        subscription.follow(subscription.request().setMaxUnacknowledged(10_001)).assertEnds(Code.INVALID_ARGUMENT);
        subscription
                .follow(subscription.request().setStartAfterEventId(1_000_000_000))
                .assertEnds(Code.NOT_FOUND);
        assertEquals(0, database.count("event_subscription where name = ?", subscription.name()));

        Follower unknown = subscription.follow();
        unknown.acknowledge(1_000_000_000);
        unknown.assertEnds(Code.INVALID_ARGUMENT);

        Follower twice = subscription.follow();
        twice.send(
                FollowEventsRequest.newBuilder().setOpen(subscription.request()).build());
        twice.assertEnds(Code.INVALID_ARGUMENT);

        Follower nothing = connect(subscription.stub());
        nothing.sendsNoMore();
        nothing.assertEnds(Code.OK);
    }
}
