package com.sourceforgery.tachikoma.history;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sourceforgery.tachikoma.grpc.frontend.BlockedReason;
import com.sourceforgery.tachikoma.grpc.frontend.event.Event;
import com.sourceforgery.tachikoma.grpc.frontend.event.EventOptions;
import com.sourceforgery.tachikoma.grpc.frontend.event.EventServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.event.ReplayEventsRequest;
import com.sourceforgery.tachikoma.testsupport.Follower;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.StoredEvents;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EventReplayIT {
    @RegisterExtension
    static final Installation installation = Installation.ofWebserver();

    static final StoredEvents stored = installation.storedEvents();
    static long mail;
    static long first;

    @BeforeAll
    static void storeAnEvent() throws Exception {
        mail = stored.mail("shop@example.com", "ada@world.example", "order");
        first = stored.event(mail, "QUEUED");
    }

    private static List<Event> replay(ReplayEventsRequest.Builder request) throws Exception {
        List<Event> events = new ArrayList<>();
        installation
                .as("FRONTEND_ADMIN", EventServiceGrpc::newBlockingStub)
                .replayEvents(request.build())
                .forEachRemaining(response -> events.add(response.getEvent()));
        return events;
    }

    private static List<Long> idsAfter(long eventId) throws Exception {
        return replay(ReplayEventsRequest.newBuilder().setAfterEventId(eventId)).stream()
                .map(Follower::id)
                .toList();
    }

    /** A replay ends before transactions that are still open, those of other databases of the cluster too. */
    private static void assertReplayed(List<Long> ids, long afterId) {
        await().untilAsserted(() -> assertEquals(ids, idsAfter(afterId)));
    }

    @Test
    void theEventsAfterAKnownOneComeInTheirOrder() {
        long known = stored.event(mail, "SOFT_BOUNCED");
        long second = stored.event(mail, "DELIVERED");
        long third = stored.event(mail, "OPENED");

        assertReplayed(List.of(second, third), known);
        assertReplayed(List.of(), third);
    }

    @Test
    void zeroIsBeforeTheFirstEvent() throws Exception {
        stored.event(mail, "OPENED");

        await().untilAsserted(() -> assertEquals(first, idsAfter(0).get(0)));
    }

    @Test
    void changesOfBlockStatesStandAmongTheEvents() throws Exception {
        long known = stored.event(mail, "QUEUED");
        long blocked = stored.addressEvent("shop@example.com", "ada@world.example", null, "SPAM_MARKED");
        long delivered = stored.event(mail, "DELIVERED");
        long unblocked = stored.addressEvent("shop@example.com", "ada@world.example", "SPAM_MARKED", null);

        assertReplayed(List.of(blocked, delivered, unblocked), known);
        assertReplayed(List.of(delivered, unblocked), blocked);
        List<Event> events = replay(ReplayEventsRequest.newBuilder().setAfterEventId(known));
        assertEquals(
                BlockedReason.SPAM_MARKED,
                events.get(0).getEmailAddressNotification().getNewReason());
        assertEquals(
                BlockedReason.SPAM_MARKED,
                events.get(2).getEmailAddressNotification().getOldReason());
        assertEquals(
                "ada@world.example", events.get(2).getEmailAddressNotification().getRecipientEmail());
    }

    @Test
    void tagsChooseTheMails() throws Exception {
        long known = stored.event(mail, "QUEUED");
        stored.event(stored.mail("shop@example.com", "bob@world.example", "news"), "QUEUED");
        long tagged = stored.event(mail, "DELIVERED");
        ReplayEventsRequest.Builder request = ReplayEventsRequest.newBuilder()
                .setAfterEventId(known)
                .setOptions(EventOptions.newBuilder().addTags("order").setIncludeTrackingData(true));

        assertReplayedWithTag(tagged, request);
    }

    private static void assertReplayedWithTag(long id, ReplayEventsRequest.Builder request) {
        await().untilAsserted(() -> {
            List<Event> events = replay(request);
            assertEquals(List.of(id), events.stream().map(Follower::id).toList());
            assertEquals(
                    List.of("order"),
                    events.get(0).getEmailNotification().getEmailTrackingData().getTagsList());
        });
    }

    @Test
    void anEventThatIsCommittedLateComesAfterThoseThatWereGivenBeforeIt() throws Exception {
        long known = stored.event(mail, "QUEUED");
        assertReplayed(List.of(), known);
        try (Connection slow = installation.services().dataSource().getConnection()) {
            StoredEvents.begin(slow);
            long low = StoredEvents.in(slow).event(mail, "SOFT_BOUNCED");
            long high = stored.event(mail, "DELIVERED");

            assertEquals(List.of(), idsAfter(known));

            slow.commit();
            assertReplayed(List.of(low, high), known);
        }
    }

    @Test
    void theOrderIsThatOfTransactionsAndNotOfIds() throws Exception {
        long known = stored.event(mail, "QUEUED");
        try (Connection slow = installation.services().dataSource().getConnection()) {
            StoredEvents.begin(slow);
            long low = stored.event(mail, "DELIVERED");
            long high = StoredEvents.in(slow).event(mail, "SOFT_BOUNCED");
            slow.commit();

            assertReplayed(List.of(high, low), known);
            assertReplayed(List.of(low), high);
        }
    }

    @Test
    void anUnknownEventAndOneOfAnotherAccountAreNotFound() {
        long theirs = stored.event(stored.mailOf("example.net", "shop@example.net", "ada@world.example"), "QUEUED");

        assertNotFound(1_000_000_000);
        assertNotFound(theirs);
        assertNotFound(-1);
    }

    private static void assertNotFound(long eventId) {
        StatusRuntimeException refusal = assertThrows(StatusRuntimeException.class, () -> idsAfter(eventId));
        assertEquals(Code.NOT_FOUND, refusal.getStatus().getCode());
    }
}
