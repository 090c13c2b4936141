package com.sourceforgery.tachikoma.stream;

import com.rabbitmq.client.Channel;
import com.sourceforgery.tachikoma.account.Caller;
import com.sourceforgery.tachikoma.broker.Deliveries;
import com.sourceforgery.tachikoma.component.grpc.GrpcStream;
import com.sourceforgery.tachikoma.grpc.frontend.EmailMetrics;
import com.sourceforgery.tachikoma.grpc.frontend.EmailNotification;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.EmailNotificationOrKeepAlive;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.stream.Stream;

/**
 * One notification stream. What the client has not read stays with the broker beyond the consumer's prefetch. An old client
 * cannot acknowledge, so an event counts as received when the stream is still alive some time after it was written: it may
 * come again, it does not get lost.
 */
final class ClientStream {
    private static final String KEEP_ALIVE = "x".repeat(1_000);

    private static final Long NO_MAIL = 0L;

    private record Written(long atNanos, ClientItem item) {}

    private final GrpcStream stream;
    private final Caller caller;
    private final NotificationView view;
    private final Deliveries deliveries;
    private final StreamMetrics metrics;
    private final boolean keepsAlive;
    private final Queue<ClientItem> unwritten = new ArrayDeque<>();
    /** Metrics of the first of those, for a client that wants them. */
    private final Queue<EmailMetrics> measured = new ArrayDeque<>();

    private final Queue<Written> unacknowledged = new ArrayDeque<>();
    private Runnable whenDrained;
    private volatile boolean watched;

    ClientStream(
            GrpcStream stream,
            Caller caller,
            NotificationView view,
            boolean keepsAlive,
            Deliveries deliveries,
            StreamMetrics metrics) {
        this.stream = stream;
        this.caller = caller;
        this.view = view;
        this.keepsAlive = keepsAlive;
        this.deliveries = deliveries;
        this.metrics = metrics;
        stream.onReady(this::writeWhatFits);
    }

    GrpcStream stream() {
        return stream;
    }

    /** Whether its user's queue has been made, so that it may be missed. */
    boolean isWatched() {
        return watched;
    }

    void watch() {
        watched = true;
    }

    Caller caller() {
        return caller;
    }

    synchronized void add(ClientItem item) {
        unwritten.add(item);
        askForMetrics();
        writeWhatFits();
    }

    /** Runs the task as soon as everything added so far is written; at most one task waits. */
    void whenDrained(Runnable task) {
        synchronized (this) {
            if (!unwritten.isEmpty()) {
                whenDrained = task;
                return;
            }
        }
        task.run();
    }

    private boolean isMeasured() {
        return !view.withMetrics() || !measured.isEmpty();
    }

    private void askForMetrics() {
        if (view.withMetrics() && measured.size() < unwritten.size()) {
            metrics.wantedBy(this);
        }
    }

    /** The next events that wait for the metrics of their mails, with the mail's id where there is a mail. */
    synchronized List<Long> unmeasured(int most) {
        return unwritten.stream()
                .skip(measured.size())
                .limit(most)
                .map(item -> item.notification() instanceof EmailNotification mail
                        ? mail.getEmailId().getId()
                        : NO_MAIL)
                .toList();
    }

    /** Metrics of the mails of so many next events. */
    synchronized void measure(List<Long> mails, Map<Long, EmailMetrics> found) {
        mails.forEach(mail -> measured.add(found.getOrDefault(mail, EmailMetrics.getDefaultInstance())));
        askForMetrics();
        writeWhatFits();
    }

    private void writeWhatFits() {
        Runnable drained = null;
        synchronized (this) {
            while (!unwritten.isEmpty() && isMeasured() && stream.isReady()) {
                ClientItem item = unwritten.remove();
                EmailMetrics metricsOfMail = measured.poll();
                if (item.notification() != null && view.shows(item.notification())) {
                    stream.write(view.of(item.notification(), metricsOfMail));
                }
                unacknowledged.add(new Written(System.nanoTime(), item));
            }
            if (unwritten.isEmpty()) {
                drained = whenDrained;
                whenDrained = null;
            }
        }
        if (drained != null) {
            drained.run();
        }
    }

    /** Acknowledges what was written at least this long ago. */
    synchronized Acknowledged acknowledge(long ageNanos) {
        if (!stream.isOpen()) {
            return Acknowledged.NOTHING;
        }
        long now = System.nanoTime();
        long lastLive = Acknowledged.NONE;
        long lastReplayed = Acknowledged.NONE;
        Channel channel = null;
        long tag = 0;
        while (!unacknowledged.isEmpty() && now - unacknowledged.peek().atNanos() >= ageNanos) {
            ClientItem item = unacknowledged.remove().item();
            if (item.isReplayed()) {
                lastReplayed = item.eventId();
                continue;
            }
            lastLive = Math.max(lastLive, item.eventId());
            if (item.channel() != channel) {
                acknowledgeUpTo(channel, tag);
            }
            channel = item.channel();
            tag = item.deliveryTag();
        }
        acknowledgeUpTo(channel, tag);
        return new Acknowledged(lastLive, oldestLiveInHand(), lastReplayed);
    }

    private long oldestLiveInHand() {
        return Stream.concat(unacknowledged.stream().map(Written::item), unwritten.stream())
                .filter(item -> !item.isReplayed())
                .mapToLong(ClientItem::eventId)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private void acknowledgeUpTo(Channel channel, long tag) {
        if (channel != null) {
            deliveries.acknowledgeUpTo(channel, tag);
        }
    }

    void keepAlive() {
        if (keepsAlive && stream.isReady()) {
            stream.write(EmailNotificationOrKeepAlive.newBuilder()
                    .setKeepAlive(KEEP_ALIVE)
                    .build());
        }
    }
}
