package com.sourceforgery.tachikoma.webserver;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sourceforgery.tachikoma.grpc.frontend.event.EventServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.event.OpenSubscription;
import com.sourceforgery.tachikoma.testsupport.Follower;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.RealServices;
import com.sourceforgery.tachikoma.testsupport.StoredEvents;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** A dump brings transaction ids along that its new cluster has not reached yet. */
class RestoredDatabaseIT {
    private static final long FUTURE = 9_000_000_000L;

    @RegisterExtension
    static final RealServices services = new RealServices();

    @TempDir
    Path folder;

    private static Follower follow(Installation installation, String name) throws Exception {
        return Follower.open(
                installation.as("FRONTEND_ADMIN", EventServiceGrpc.newStub(installation.channel())),
                OpenSubscription.newBuilder()
                        .setSubscription(name)
                        .setStartAfterEventId(0)
                        .build());
    }

    private static void assertGiven(List<Long> ids, Follower follower) {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertEquals(ids, follower.ids()));
    }

    @Test
    void eventsKeepTheirPlaceBeforeNewOnesAndFollowersLoseNone() throws Exception {
        JdbcTemplate database = new JdbcTemplate(services.dataSource());
        try (Installation installation = new Installation(services, folder)) {
            installation.startWebserver();
            follow(installation, "books").cut();
            installation.stopWebserver();

            StoredEvents stored = new StoredEvents(services.dataSource());
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
                            "update " + table + " set xid = ?::text::xid8 where id = ?",
                            Long.toString(transaction),
                            event);
                }
                database.update(
                        "update event_outbox set xid = ?::text::xid8 where event_id = ?",
                        Long.toString(transaction),
                        event);
            }
            database.update(
                    "update event_subscription set xid = ?::text::xid8, event_id = ?",
                    Long.toString(FUTURE + 2),
                    second);

            installation.startWebserver();
            long fresh = stored.event(mail, "CLICKED");

            assertGiven(List.of(late, second, last, fresh), follow(installation, "books"));
            assertGiven(List.of(old, first, late, second, last, fresh), follow(installation, "all"));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> database.queryForObject("select count(*) from event_outbox", Long.class) == 0);
        }
    }
}
