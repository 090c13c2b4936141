package com.sourceforgery.tachikoma.stream;

import com.google.protobuf.InvalidProtocolBufferException;
import com.rabbitmq.client.Channel;
import com.sourceforgery.tachikoma.account.Caller;
import com.sourceforgery.tachikoma.broker.Deliveries;
import com.sourceforgery.tachikoma.broker.UnreadableMessageException;
import com.sourceforgery.tachikoma.component.grpc.GrpcStream;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.NotificationStreamParameters;
import com.sourceforgery.tachikoma.notify.EventMessages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The notification streams whose clients are connected here. */
public final class ClientStreams {
    private static final Logger LOG = LoggerFactory.getLogger(ClientStreams.class);

    private final Map<String, ClientStream> streams = new ConcurrentHashMap<>();
    private final UserQueues queues;
    private final Deliveries deliveries;
    private final EventMessages messages;
    private final StreamMetrics metrics;
    private final Duration acknowledgeAfter;
    private final BiConsumer<String, Replay> send;
    private final Consumer<String> whenEnded;

    /**
     * @param acknowledgeAfter how long after its writing an event counts as received, the stream being alive
     * @param send puts a replay's next step into a queue of routes, named by its URI
     * @param whenEnded gets the id of each stream that has ended, in whatever way
     */
    public ClientStreams(
            UserQueues queues,
            Deliveries deliveries,
            EventMessages messages,
            StreamMetrics metrics,
            Duration acknowledgeAfter,
            BiConsumer<String, Replay> send,
            Consumer<String> whenEnded) {
        this.send = send;
        this.whenEnded = whenEnded;
        this.queues = queues;
        this.deliveries = deliveries;
        this.messages = messages;
        this.metrics = metrics;
        this.acknowledgeAfter = acknowledgeAfter;
    }

    /** @return id of the new stream */
    public String open(GrpcStream stream, Caller caller, NotificationStreamParameters parameters) {
        boolean keepsAlive = stream.call().method().endsWith("WithKeepAlive");
        NotificationView view = new NotificationView(parameters, keepsAlive);
        String id = UUID.randomUUID().toString();
        streams.put(id, new ClientStream(stream, caller, view, keepsAlive, deliveries, metrics));
        stream.onClose(() -> whenEnded.accept(id));
        return id;
    }

    /** The stream's route is there. A stream that ended before could not take its route along: it is told again. */
    public void routed(String id) {
        ClientStream stream = streams.get(id);
        if (stream == null || !stream.stream().isOpen()) {
            whenEnded.accept(id);
        } else {
            stream.watch();
        }
    }

    /** The stream has ended; what it has not acknowledged comes again. */
    public void close(String id) {
        streams.remove(id);
    }

    /**
     * An event from the user's queue.
     *
     * @throws UnreadableMessageException when it is none
     */
    public void deliver(String id, String kind, byte[] body, String eventId, Channel channel, long deliveryTag) {
        ClientStream stream = streams.get(id);
        if (stream == null) {
            deliveries.giveBack(channel, deliveryTag);
        } else {
            stream.add(item(kind, body, eventId, channel, deliveryTag));
        }
    }

    private static ClientItem item(String kind, byte[] body, String eventId, Channel channel, long deliveryTag) {
        try {
            return new ClientItem(Long.parseLong(eventId), EventMessages.parse(kind, body), channel, deliveryTag);
        } catch (InvalidProtocolBufferException | NumberFormatException e) {
            throw new UnreadableMessageException(e);
        }
    }

    /** The streams here whose queue the broker has lost, or has let overflow: there is a replay to begin for each. */
    public List<Replay> withoutQueue() {
        Map<Long, Boolean> intact = new HashMap<>();
        List<Replay> lost = new ArrayList<>();
        streams.forEach((id, stream) -> {
            Caller caller = stream.caller();
            if (stream.isWatched()
                    && !intact.computeIfAbsent(caller.userId(), user -> queues.isIntact(user, caller.accountId()))) {
                LOG.warn("The broker has lost events of user {}: they are replayed", caller.userId());
                lost.add(new Replay(id, caller.userId(), caller.accountId(), 0, 0, false));
            }
        });
        return lost;
    }

    /** What a stream that opens has to be given before its queue. */
    public Replay replayOf(String id, Caller caller, Map<String, Object> position) {
        Optional.ofNullable(streams.get(id)).ifPresent(ClientStream::watch);
        return new Replay(id, caller.userId(), caller.accountId(), 0, 0, true).between(position);
    }

    /** Gives a page of events from the database to the client; the next step follows once the client has taken them. */
    public void deliverPage(Replay replay, List<Map<String, Object>> rows) {
        ClientStream stream = streams.get(replay.streamId());
        if (stream == null) {
            return;
        }
        for (Map<String, Object> row : rows) {
            stream.add(new ClientItem(eventId(row), messages.find(row).orElse(null), null, 0));
        }
        if (!rows.isEmpty()) {
            LOG.info("{} events are replayed to user {}", rows.size(), replay.userId());
            Replay rest = replay.after(eventId(rows.get(rows.size() - 1)));
            stream.whenDrained(() -> send.accept("seda:stream-replay", rest));
        } else if (replay.thenLive()) {
            send.accept("seda:stream-live", replay);
        }
    }

    private static long eventId(Map<String, Object> row) {
        return ((Number) row.get("event_id")).longValue();
    }

    /** Ends a stream that cannot be served now; its client comes again. */
    public void fail(String id, Throwable failure) {
        ClientStream stream = streams.get(id);
        if (stream != null) {
            stream.stream().fail(failure);
        }
    }

    /**
     * Acknowledges what was written long enough ago.
     *
     * @return rows for {@code stream-acknowledge.sql}
     */
    public List<Map<String, Object>> acknowledge() {
        Map<Long, Acknowledged> byUser = new HashMap<>();
        for (ClientStream stream : streams.values()) {
            byUser.merge(stream.caller().userId(), stream.acknowledge(acknowledgeAfter.toNanos()), Acknowledged::and);
        }
        return byUser.entrySet().stream()
                .filter(user -> !user.getValue().isNothing())
                .map(user -> user.getValue().row(user.getKey()))
                .toList();
    }

    public void keepAlive() {
        streams.values().forEach(ClientStream::keepAlive);
    }
}
