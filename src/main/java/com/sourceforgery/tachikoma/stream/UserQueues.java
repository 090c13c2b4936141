package com.sourceforgery.tachikoma.stream;

import com.sourceforgery.tachikoma.broker.Broker;
import com.sourceforgery.tachikoma.broker.Topology;
import com.sourceforgery.tachikoma.broker.Topology.BoundQueue;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import org.springframework.amqp.rabbit.connection.Connection;

/**
 * The queues of users' notifications; all streams of a user share one. What overflows, is too old or is lost with the broker
 * loses nothing: the events stand in the database, and streams replay them. The first event that a queue drops is kept in a
 * queue beside it, as the sign that it has dropped some.
 */
public final class UserQueues {
    private final Broker broker;
    private final long maxLength;
    private final long maxAgeMillis;

    /**
     * @param maxLength most events that wait for a user
     * @param maxAge how long they wait
     */
    public UserQueues(Broker broker, long maxLength, Duration maxAge) {
        this.broker = broker;
        this.maxLength = maxLength;
        this.maxAgeMillis = maxAge.toMillis();
    }

    /** Whether the queue is there and has dropped nothing. */
    public boolean isIntact(long userId, long accountId) {
        try (Connection connection = broker.consuming().createConnection()) {
            OptionalLong dropped = broker.topology().count(connection, dropped(userId));
            return dropped.orElse(1) == 0
                    && broker.topology()
                            .count(connection, queue(userId, accountId))
                            .isPresent();
        }
    }

    /** Id of the first event that the queue has dropped since it was made or emptied; 0 when it has dropped none. */
    public long firstDropped(long userId) {
        try (Connection connection = broker.consuming().createConnection()) {
            return broker.topology()
                    .first(connection, dropped(userId))
                    .map(Long::valueOf)
                    .orElse(0L);
        }
    }

    /** Makes sure that the queue is there; one that has dropped something is emptied. */
    public void make(long userId, long accountId) {
        BoundQueue queue = queue(userId, accountId);
        BoundQueue dropped = dropped(userId);
        try (Connection connection = broker.consuming().createConnection()) {
            broker.topology().declare(connection, dropped);
            broker.topology().declare(connection, queue);
            if (broker.topology().count(connection, dropped).orElse(0) > 0) {
                broker.topology().purge(connection, dropped);
                broker.topology().purge(connection, queue);
            }
        }
    }

    private BoundQueue queue(long userId, long accountId) {
        return new BoundQueue(
                "notifications." + userId,
                Topology.EVENTS,
                accountId + ".#",
                Map.of(
                        "x-max-length",
                        maxLength,
                        "x-message-ttl",
                        maxAgeMillis,
                        "x-dead-letter-exchange",
                        Topology.DROPPED,
                        "x-dead-letter-routing-key",
                        Long.toString(userId)));
    }

    private static BoundQueue dropped(long userId) {
        return new BoundQueue(
                "notifications." + userId + ".dropped",
                Topology.DROPPED,
                Long.toString(userId),
                Map.of("x-max-length", 1L, "x-overflow", "reject-publish"));
    }
}
