package com.sourceforgery.tachikoma.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sourceforgery.tachikoma.grpc.frontend.event.EventServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.event.OpenSubscription;
import com.sourceforgery.tachikoma.testsupport.Follower;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.RealServices;
import com.sourceforgery.tachikoma.testsupport.StoredEvents;
import io.grpc.Status.Code;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Followers need the database, and nothing else. */
class FollowThroughTroubleIT {
    @RegisterExtension
    static final Installation installation = Installation.ofWebserver();

    static final RealServices services = installation.services();
    static final StoredEvents stored = new StoredEvents(services.dataSource());

    private Follower follow() throws Exception {
        return Follower.open(
                installation.as("FRONTEND_ADMIN", EventServiceGrpc::newStub),
                OpenSubscription.newBuilder().setSubscription("books").build());
    }

    @Test
    void nothingIsLostOrRepeatedWhenTheBrokerLosesEverythingAndTheWebserverIsReplaced() throws Exception {
        long mail = stored.mail("shop@example.com", "ada@world.example");
        Follower first = follow();
        long handled = stored.event(mail, "QUEUED");
        long unhandled = stored.event(mail, "SOFT_BOUNCED");
        first.assertGiven(List.of(handled, unhandled));
        first.acknowledgeForGood(handled);

        services.rabbit().loseEverything();
        long whileTheBrokerIsBack = stored.event(mail, "DELIVERED");
        first.assertGiven(List.of(handled, unhandled, whileTheBrokerIsBack));

        installation.stopWebserver();
        assertEquals(Code.UNAVAILABLE, first.ended().getCode());
        long whileNobodyServes = stored.event(mail, "OPENED");
        installation.startWebserver();

        Follower second = follow();
        second.assertGiven(List.of(unhandled, whileTheBrokerIsBack, whileNobodyServes));
        second.acknowledgeForGood(whileNobodyServes);

        services.postgres().kill();
        services.postgres().start();
        long afterTheDatabaseIsBack = stored.event(mail, "CLICKED");
        second.assertGiven(List.of(unhandled, whileTheBrokerIsBack, whileNobodyServes, afterTheDatabaseIsBack));
    }
}
