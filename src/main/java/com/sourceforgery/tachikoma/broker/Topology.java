package com.sourceforgery.tachikoma.broker;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.springframework.amqp.AmqpIOException;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionListener;
import org.springframework.amqp.rabbit.connection.RabbitUtils;

/**
 * The exchanges and queues that this server needs. They are declared again on each new connection, since a broker may
 * come back empty: it is transport, the database is the truth.
 */
public final class Topology implements ConnectionListener {
    /** Direct exchange of mails to send; routing key = account id. */
    public static final String OUTGOING = "outgoing";
    /** Topic exchange of events; routing key = account id, dot, kind of event. */
    public static final String EVENTS = "events";
    /** Direct exchange of events that users' queues have dropped; routing key = user id. */
    public static final String DROPPED = "events.dropped";

    /** Queue of requests to links of mails, by the default exchange. */
    public static final String HITS = "hits";

    /** A durable queue bound to an exchange; to none, when the exchange's name is empty. */
    public record BoundQueue(String name, String exchange, String routingKey, Map<String, Object> arguments) {}

    private final Set<BoundQueue> queues = ConcurrentHashMap.newKeySet();

    /** The queue of an account's mails to send. */
    public static BoundQueue outgoingOf(long accountId) {
        return new BoundQueue(OUTGOING + "." + accountId, OUTGOING, Long.toString(accountId), Map.of());
    }

    /** The queue of hits, which every broker has. */
    public static BoundQueue hits() {
        return new BoundQueue(HITS, "", HITS, Map.of());
    }

    /** From now on the queue is there whenever the broker is. */
    public void keep(BoundQueue queue) {
        queues.add(queue);
    }

    @Override
    public synchronized void onCreate(Connection connection) {
        try (Channel channel = connection.createChannel(false)) {
            channel.exchangeDeclare(OUTGOING, "direct", true);
            channel.exchangeDeclare(EVENTS, "topic", true);
            channel.exchangeDeclare(DROPPED, "direct", true);
        } catch (IOException | TimeoutException e) {
            throw new AmqpIOException("Cannot declare exchanges", new IOException(e));
        }
        queues.forEach(queue -> declare(connection, queue));
    }

    /** Makes sure that a queue is there. */
    public void declare(Connection connection, BoundQueue queue) {
        try (Channel channel = connection.createChannel(false)) {
            channel.queueDeclare(queue.name(), true, false, false, queue.arguments());
            if (!queue.exchange().isEmpty()) {
                channel.queueBind(queue.name(), queue.exchange(), queue.routingKey());
            }
        } catch (IOException | TimeoutException e) {
            throw new AmqpIOException("Cannot declare queue " + queue.name(), new IOException(e));
        }
    }

    /** How many messages wait in a queue, or nothing when it is not there. */
    public OptionalLong count(Connection connection, BoundQueue queue) {
        Channel channel = connection.createChannel(false);
        try {
            return OptionalLong.of(channel.queueDeclarePassive(queue.name()).getMessageCount());
        } catch (IOException e) {
            // AMQP 0-9-1: a passive declare of a queue that is not there closes the channel with 404
            if (e.getCause() instanceof ShutdownSignalException closed && !closed.isHardError()) {
                return OptionalLong.empty();
            }
            throw new AmqpIOException("Cannot look for queue " + queue.name(), e);
        } finally {
            closeForGood(channel);
        }
    }

    /** Message id of the first message that waits in a queue, which stays there; nothing when none does or there is no queue. */
    public Optional<String> first(Connection connection, BoundQueue queue) {
        if (count(connection, queue).orElse(0) == 0) {
            return Optional.empty();
        }
        Channel channel = connection.createChannel(false);
        try {
            GetResponse first = channel.basicGet(queue.name(), false); // not acknowledged, so it goes back
            return Optional.ofNullable(first).map(message -> message.getProps().getMessageId());
        } catch (IOException e) {
            throw new AmqpIOException("Cannot look into queue " + queue.name(), e);
        } finally {
            closeForGood(channel);
        }
    }

    /** Spring would only put the channel back into its cache, with what was got on it and not acknowledged. */
    private static void closeForGood(Channel channel) {
        RabbitUtils.setPhysicalCloseRequired(channel, true);
        RabbitUtils.closeChannel(channel);
    }

    /** Throws away what waits in a queue. */
    public void purge(Connection connection, BoundQueue queue) {
        try (Channel channel = connection.createChannel(false)) {
            channel.queuePurge(queue.name());
        } catch (IOException | TimeoutException e) {
            throw new AmqpIOException("Cannot purge queue " + queue.name(), new IOException(e));
        }
    }
}
