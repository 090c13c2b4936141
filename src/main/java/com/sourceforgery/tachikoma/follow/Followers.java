package com.sourceforgery.tachikoma.follow;

import com.sourceforgery.tachikoma.account.Caller;
import com.sourceforgery.tachikoma.call.CallFailure;
import com.sourceforgery.tachikoma.component.grpc.GrpcStream;
import com.sourceforgery.tachikoma.grpc.frontend.EmailMetrics;
import com.sourceforgery.tachikoma.grpc.frontend.event.FollowEventsResponse;
import com.sourceforgery.tachikoma.grpc.frontend.event.OpenSubscription;
import com.sourceforgery.tachikoma.grpc.frontend.event.SubscriptionOpened;
import com.sourceforgery.tachikoma.notify.EventMessages;
import com.sourceforgery.tachikoma.notify.Events;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** The streams that follow events here. All of them share each statement: their turn. */
public final class Followers {
    private static final int LEAST_ROWS = 10;

    private final Map<String, Follower> followers = new ConcurrentHashMap<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final EventMessages messages;
    private final Runnable wake;

    /** @param wake makes the route take the next turn */
    public Followers(EventMessages messages, Runnable wake) {
        this.messages = messages;
        this.wake = wake;
    }

    /**
     * A stream has taken its subscription over; another stream here that had it ends.
     *
     * @param position of {@code follow-open.sql}, null when there is no event to start after
     * @throws CallFailure NOT_FOUND when there is no position
     */
    public void open(GrpcStream stream, Caller caller, OpenSubscription request, Map<String, Object> position) {
        if (position == null) {
            throw new CallFailure(
                    CallFailure.Reason.NOT_FOUND,
                    "start_after_event_id: there is no event with the id " + request.getStartAfterEventId());
        }
        followers.values().stream()
                .filter(other -> other.follows(caller, request.getSubscription()))
                .forEach(Follower::superseded);
        stream.write(FollowEventsResponse.newBuilder()
                .setOpened(SubscriptionOpened.newBuilder().setResumed((boolean) position.get("resumed")))
                .build());
        followers.put(
                stream.id(),
                new Follower(
                        stream,
                        caller,
                        request.getSubscription(),
                        Events.view(request.getOptions()),
                        SubscriptionRequest.window(request),
                        Position.of(position)));
        stream.onClose(this::wake);
        wake();
    }

    /** @throws CallFailure INVALID when nothing is open, or no such event waits for an acknowledgement */
    public void acknowledge(GrpcStream stream, long eventId) {
        Follower follower = followers.get(stream.id());
        if (follower == null) {
            throw CallFailure.invalid("open", "the first message opens a subscription");
        }
        if (follower.acknowledge(eventId)) {
            wake();
        }
    }

    /** The client sends no more. */
    public void finish(GrpcStream stream) {
        Follower follower = followers.get(stream.id());
        if (follower == null) {
            stream.complete();
        } else {
            follower.finish();
            wake();
        }
    }

    private void wake() {
        if (!woken.getAndSet(true)) {
            wake.run();
        }
    }

    /**
     * What the next statement is to do, for each stream.
     *
     * @param mostRows about how many events it is to read for all streams together
     */
    public List<Map<String, Object>> turn(int mostRows) {
        woken.set(false);
        followers.values().removeIf(Follower::isDone);
        List<Map<String, Object>> turn = new ArrayList<>();
        int each = Math.max(LEAST_ROWS, mostRows / Math.max(1, followers.size()));
        followers.values().forEach(follower -> turn.add(follower.turn(each)));
        return turn;
    }

    /** Whether a stream wants opens and clicks. */
    public boolean wantMetrics() {
        return followers.values().stream().anyMatch(Follower::wantsMetrics);
    }

    /**
     * What the statement has done.
     *
     * @param rows of {@code follow-read.sql}
     * @param metrics by mail id, or null when none were read
     */
    public void deliver(
            List<Map<String, Object>> turn, List<Map<String, Object>> rows, Map<Long, EmailMetrics> metrics) {
        Map<Object, List<Map<String, Object>>> byStream = new HashMap<>();
        rows.forEach(row -> byStream.computeIfAbsent(row.get("stream"), id -> new ArrayList<>())
                .add(row));
        for (Map<String, Object> one : turn) {
            Follower follower = followers.get((String) one.get("stream"));
            List<Map<String, Object>> own = byStream.get(one.get("stream"));
            if (follower == null || own == null) {
                continue;
            }
            if (!(boolean) own.get(0).get("active")) {
                follower.withdrawn();
                continue;
            }
            if (!(boolean) own.get(0).get("held")) {
                follower.superseded();
                continue;
            }
            follower.stored(one);
            if (own.get(0).get("event_id") != null) {
                follower.tell(own, (int) one.get("room"), messages, metrics == null ? Map.of() : metrics, this::wake);
            }
        }
    }

    public void keepAlive() {
        followers.values().forEach(Follower::keepAlive);
    }
}
