package com.sourceforgery.tachikoma.follow;

import com.google.protobuf.Message;
import com.sourceforgery.tachikoma.account.Caller;
import com.sourceforgery.tachikoma.account.OpenStreams;
import com.sourceforgery.tachikoma.call.CallFailure;
import com.sourceforgery.tachikoma.call.CallFailure.Reason;
import com.sourceforgery.tachikoma.component.grpc.GrpcStream;
import com.sourceforgery.tachikoma.component.grpc.PacedWriter;
import com.sourceforgery.tachikoma.grpc.frontend.EmailMetrics;
import com.sourceforgery.tachikoma.grpc.frontend.EmailNotification;
import com.sourceforgery.tachikoma.grpc.frontend.event.FollowEventsResponse;
import com.sourceforgery.tachikoma.grpc.frontend.event.KeepAlive;
import com.sourceforgery.tachikoma.notify.EventMessages;
import com.sourceforgery.tachikoma.notify.EventView;
import com.sourceforgery.tachikoma.notify.Events;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** One stream that follows the events of its account. It is told the next ones when its client has read the last ones. */
final class Follower {
    private final GrpcStream stream;
    private final PacedWriter writer;
    private final Caller caller;
    private final String subscription;
    private final EventView view;
    private final Window window;
    private Position read;
    private boolean starved;
    private boolean finishing;
    /** What the client, and what the next turn, is to store; null when all is stored. */
    private Position unstored;

    private long acknowledgedId;
    private long confirmedId;

    Follower(GrpcStream stream, Caller caller, String subscription, EventView view, int windowSize, Position start) {
        this.stream = stream;
        this.writer = new PacedWriter(stream);
        this.caller = caller;
        this.subscription = subscription;
        this.view = view;
        this.window = new Window(windowSize);
        this.read = start;
    }

    boolean follows(Caller other, String name) {
        return caller.userId() == other.userId() && subscription.equals(name);
    }

    boolean isOpen() {
        return stream.isOpen();
    }

    boolean wantsMetrics() {
        return view.withMetrics();
    }

    /** Whether there is nothing left to do for a stream that has ended. */
    synchronized boolean isDone() {
        return !stream.isOpen() && unstored == null;
    }

    /** What {@code follow-read.sql} is to do for this stream. */
    synchronized Map<String, Object> turn(int mostRows) {
        boolean takesMore = stream.isOpen() && !finishing && writer.isIdle();
        Map<String, Object> turn = new HashMap<>();
        turn.put("stream", stream.id());
        turn.put("user_id", caller.userId());
        turn.put("account_id", caller.accountId());
        turn.put("name", subscription);
        turn.put("position", read.transaction());
        turn.put("event_id", read.eventId());
        turn.put("room", takesMore ? Math.min(mostRows, window.room()) : 0);
        if (unstored != null) {
            turn.put("acknowledged_position", unstored.transaction());
            turn.put("acknowledged_id", unstored.eventId());
            turn.put("client_acknowledged_id", acknowledgedId);
        }
        return turn;
    }

    /**
     * The client has handled an event and all before it.
     *
     * @return whether the stream can be told more at once
     * @throws CallFailure INVALID when the event is none of those it was told last
     */
    synchronized boolean acknowledge(long eventId) {
        if (eventId == acknowledgedId) {
            return false;
        }
        if (!window.holds(eventId)) {
            throw CallFailure.invalid(
                    "acknowledged_event_id",
                    "event " + eventId + " is not among those that wait for an acknowledgement");
        }
        unstored = window.acknowledge(eventId);
        acknowledgedId = eventId;
        settle();
        return starved && window.isHalfEmpty();
    }

    private void settle() {
        Position settled = window.settle();
        if (settled != null) {
            unstored = settled;
        }
    }

    /** The client sends no more: what it has acknowledged is stored, then the stream ends. */
    synchronized void finish() {
        finishing = true;
    }

    /** A turn has stored what it was to store. */
    synchronized void stored(Map<String, Object> turn) {
        Object storedId = turn.get("acknowledged_id");
        if (unstored != null && Objects.equals(storedId, unstored.eventId())) {
            unstored = null;
        }
        Object clientId = turn.get("client_acknowledged_id");
        if (clientId != null && (long) clientId != confirmedId) {
            confirmedId = (long) clientId;
            stream.write(FollowEventsResponse.newBuilder()
                    .setConfirmedEventId(confirmedId)
                    .build());
        }
        if (finishing && unstored == null) {
            stream.complete();
        }
    }

    /**
     * The next events.
     *
     * @param whenWritten runs when the client has taken them
     */
    void tell(
            List<Map<String, Object>> rows,
            int room,
            EventMessages messages,
            Map<Long, EmailMetrics> metrics,
            Runnable whenWritten) {
        List<Message> told = new ArrayList<>(rows.size());
        synchronized (this) {
            for (Map<String, Object> row : rows) {
                read = Position.of(row);
                Message shown = messages.find(row)
                        .map(message -> shown(message, metrics))
                        .orElse(null);
                if (shown == null) {
                    window.passedOver(read);
                } else {
                    window.told(read);
                    told.add(FollowEventsResponse.newBuilder()
                            .setEvent(Events.event(shown))
                            .build());
                }
            }
            starved = rows.size() == room;
            settle();
        }
        writer.write(told, whenWritten);
    }

    private Message shown(Message message, Map<Long, EmailMetrics> metrics) {
        if (!(message instanceof EmailNotification notification)) {
            return message;
        }
        return view.shows(notification) ? view.of(notification, metrics) : null;
    }

    synchronized void superseded() {
        end(new CallFailure(Reason.SUPERSEDED, "Another stream has opened the subscription '" + subscription + "'"));
    }

    synchronized void withdrawn() {
        end(OpenStreams.withdrawn());
    }

    private void end(CallFailure why) {
        unstored = null;
        stream.fail(why);
    }

    void keepAlive() {
        if (stream.isReady()) {
            stream.write(FollowEventsResponse.newBuilder()
                    .setKeepAlive(KeepAlive.getDefaultInstance())
                    .build());
        }
    }
}
