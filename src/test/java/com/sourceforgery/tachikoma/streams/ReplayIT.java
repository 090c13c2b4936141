package com.sourceforgery.tachikoma.streams;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.grpc.frontend.tracking.NotificationStreamParameters;
import com.sourceforgery.tachikoma.testsupport.BrokerView;
import com.sourceforgery.tachikoma.testsupport.FakeNode;
import com.sourceforgery.tachikoma.testsupport.FrontendUser;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Notifications;
import com.sourceforgery.tachikoma.testsupport.TestDatabase;
import io.grpc.Status;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the broker cannot give any more comes from the database; nothing is missing. */
class ReplayIT {
    private static final int QUEUE_LENGTH = 100;

    @RegisterExtension
    static final Installation installation = Installation.ofWebserver()
            .withProperty("tachikoma.stream.acknowledge-seconds", "1")
            .withProperty("tachikoma.session.silence-seconds", "3600")
            .withProperty("tachikoma.stream.prefetch", "20")
            .withProperty("tachikoma.stream.page", "10")
            .withProperty("tachikoma.stream.queue-length", Integer.toString(QUEUE_LENGTH))
            .withProperty("tachikoma.release.lease-seconds", "20");

    static final TestDatabase database = installation.database();
    static final BrokerView broker = new BrokerView(installation.services());
    static FakeNode node;

    private final FrontendUser user = FrontendUser.create(database);

    @BeforeAll
    static void connectNode() throws Exception {
        node = installation.queueingNode();
    }

    private Notifications open(Notifications notifications) {
        return installation.follow(notifications, user.apiToken(), NotificationStreamParameters.getDefaultInstance());
    }

    /** A stream that lives from the queue. */
    private Notifications follow() {
        Notifications notifications = open(new Notifications());
        broker.awaitConsumers(user.queue(), 1);
        return notifications;
    }

    /** The user is known from now on, and away. */
    private void comeAndGo() throws Exception {
        follow().close();
        isAway();
    }

    private void isAway() {
        broker.awaitConsumers(user.queue(), 0);
    }

    /** Sends so many mails. */
    private Set<String> send(int count) throws Exception {
        Set<String> recipients = IntStream.range(0, count)
                .mapToObj(i -> "u" + user.id() + "-" + i + "@world.example")
                .collect(Collectors.toCollection(TreeSet::new));
        installation.send(recipients.toArray(String[]::new));
        return recipients;
    }

    /** As many mails, and their events are published. */
    private Set<String> eventsOf(int count) throws Exception {
        Set<String> recipients = send(count);
        database.awaitEmpty("outbox");
        database.awaitEmpty("event_outbox");
        return recipients;
    }

    private static void awaitAll(Set<String> recipients, Notifications notifications) {
        await().untilAsserted(() -> {
            Set<String> missing = new HashSet<>(recipients);
            notifications
                    .all()
                    .forEach(event ->
                            missing.remove(event.getRecipientEmailAddress().getEmail()));
            assertEquals(Set.of(), missing);
        });
    }

    @Test
    void aBrokerWipedToEmptyWhileAStreamIsOpenLosesItNothing() throws Exception {
        try (Notifications open = follow()) {
            Set<String> before = eventsOf(30);
            awaitAll(before, open);
            Set<String> during = send(90);
            await().until(() -> open.all().size() > before.size());
            installation.services().rabbit().loseEverything();
            awaitAll(during, open);
            assertNull(open.ended());
        }
    }

    @Test
    void aBrokerWipedToEmptyWhileAUserIsAwayLosesItNothing() throws Exception {
        comeAndGo();
        Set<String> waiting = eventsOf(25);
        assertEquals(25, broker.waiting(user.queue()));
        installation.services().rabbit().loseEverything();
        try (Notifications back = open(new Notifications())) {
            awaitAll(waiting, back);
        }
    }

    @Test
    void aReplayThatIsCutShortGoesOnInTheNextStream() throws Exception {
        comeAndGo();
        Set<String> waiting = eventsOf(60);
        broker.delete(user.queue());
        try (Notifications unread = open(Notifications.unread())) {
            await().until(() -> broker.exists(user.queue()));
        }
        isAway();
        try (Notifications back = follow()) {
            awaitAll(waiting, back);
        }
    }

    @Test
    void whatWasReplayedAndAcknowledgedDoesNotComeAgain() throws Exception {
        comeAndGo();
        Set<String> waiting = eventsOf(60);
        broker.delete(user.queue());
        try (Notifications back = open(new Notifications())) {
            awaitAll(waiting, back);
            await().until(() ->
                    database.count("user_stream where replay_after_id is null and user_id = ?", user.id()) == 1);
        }
        isAway();
        try (Notifications next = follow()) {
            Set<String> fresh = send(1);
            awaitAll(fresh, next);
            assertEquals(1, next.all().size());
        }
    }

    @Test
    void aQueueThatIsDeletedUnderAnOpenStreamIsMadeAgainAndNothingIsMissing() throws Exception {
        try (Notifications open = follow()) {
            broker.delete(user.queue());
            Set<String> meanwhile = eventsOf(30);
            awaitAll(meanwhile, open);
            broker.awaitConsumers(user.queue(), 1);
            Set<String> after = eventsOf(2);
            awaitAll(after, open);
        }
    }

    @Test
    void aQueueThatOverflowsWhileAUserIsAwayLosesItNothing() throws Exception {
        comeAndGo();
        Set<String> waiting = eventsOf(2 * QUEUE_LENGTH);
        assertEquals(QUEUE_LENGTH, broker.waiting(user.queue()));
        try (Notifications back = open(new Notifications())) {
            awaitAll(waiting, back);
        }
    }

    @Test
    void aClientThatDoesNotReadFindsEverythingWhenItReadsOnAndHoldsUpNobody() throws Exception {
        FrontendUser other = FrontendUser.create(database);
        try (Notifications unread = open(Notifications.unread());
                Notifications others = installation.follow(other.apiToken())) {
            broker.awaitConsumers(user.queue(), 1);
            broker.awaitConsumers(other.queue(), 1);
            Set<String> all = eventsOf(3 * QUEUE_LENGTH);
            awaitAll(all, others);
            assertTrue(unread.all().isEmpty());
            unread.readsOn();
            awaitAll(all, unread);
        }
    }

    @Test
    void aStreamWhoseReplayCannotBeReadEndsAsUnavailableAndTheNextOneHasEverything() throws Exception {
        try (Notifications open = follow()) {
            Set<String> recipients = eventsOf(5);
            broker.delete(user.queue());
            installation.services().postgres().kill();
            try {
                open.assertEnds(Status.Code.UNAVAILABLE);
            } finally {
                installation.services().postgres().start();
            }
            await().until(() -> readable());
            try (Notifications next = follow()) {
                awaitAll(recipients, next);
            }
        }
        node.close();
        connectNode();
    }

    private static boolean readable() {
        try {
            return database.queryForObject("select true", Boolean.class);
        } catch (RuntimeException e) {
            return false;
        }
    }
}
