package com.sourceforgery.tachikoma.webserver;

import com.sourceforgery.tachikoma.grpc.frontend.event.EventServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.event.OpenSubscription;
import com.sourceforgery.tachikoma.testsupport.Follower;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.StoredEvents;
import com.sourceforgery.tachikoma.testsupport.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A dump brings transaction ids along that its new cluster has not reached yet. */
class RestoredDatabaseIT {
    private static final long FUTURE = 9_000_000_000L;

    @RegisterExtension
    static final Installation installation = Installation.ofWebserver();

    private static Follower follow(String name) throws Exception {
        return Follower.open(
                installation.as("FRONTEND_ADMIN", EventServiceGrpc::newStub),
                OpenSubscription.newBuilder()
                        .setSubscription(name)
                        .setStartAfterEventId(0)
                        .build());
    }

    @Test
    void eventsKeepTheirPlaceBeforeNewOnesAndFollowersLoseNone() throws Exception {
        TestDatabase database = installation.database();
        follow("books").cut();
        installation.stopWebserver();

        StoredEvents stored = installation.storedEvents();
        long mail = stored.mail("shop@example.com", "ada@world.example");
        long old = stored.event(mail, "QUEUED");
        long first = stored.event(mail, "SOFT_BOUNCED");
        long late = stored.event(mail, "DELIVERED");
        long second = stored.event(mail, "OPENED");
        long last = stored.addressEvent("shop@example.com", "ada@world.example", null, "SPAM_MARKED");
        long transaction = FUTURE;
        for (long event : List.of(first, second, late, last)) {
            transaction++;
            for (String table : List.of("email_event", "address_event")) {
                database.update(
                        "update " + table + " set xid = ?::text::xid8 where id = ?", Long.toString(transaction), event);
            }
            database.update(
                    "update event_outbox set xid = ?::text::xid8 where event_id = ?",
                    Long.toString(transaction),
                    event);
        }
        database.update(
                "update event_subscription set xid = ?::text::xid8, event_id = ?", Long.toString(FUTURE + 2), second);

        installation.startWebserver();
        long fresh = stored.event(mail, "CLICKED");

        follow("books").assertGiven(List.of(late, second, last, fresh));
        follow("all").assertGiven(List.of(old, first, late, second, last, fresh));
        database.awaitEmpty("event_outbox");
    }
}
