package com.sourceforgery.tachikoma.testsupport;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.sourceforgery.tachikoma.grpc.frontend.event.Event;
import com.sourceforgery.tachikoma.grpc.frontend.event.EventServiceGrpc.EventServiceStub;
import com.sourceforgery.tachikoma.grpc.frontend.event.FollowEventsRequest;
import com.sourceforgery.tachikoma.grpc.frontend.event.FollowEventsResponse;
import com.sourceforgery.tachikoma.grpc.frontend.event.OpenSubscription;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A client of {@code FollowEvents}: it keeps what it is given and acknowledges what a test says. */
public final class Follower implements ClientResponseObserver<FollowEventsRequest, FollowEventsResponse> {
    private final List<FollowEventsResponse> all = new CopyOnWriteArrayList<>();
    private final boolean reads;
    private ClientCallStreamObserver<FollowEventsRequest> call;
    private StreamObserver<FollowEventsRequest> requests;
    private volatile Status ended;

    private Follower(boolean reads) {
        this.reads = reads;
    }

    /** Opens a subscription. */
    public static Follower open(EventServiceStub stub, OpenSubscription open) {
        Follower follower = connect(stub, true);
        follower.send(FollowEventsRequest.newBuilder().setOpen(open).build());
        await().until(() -> follower.isOpened() || follower.ended != null);
        return follower;
    }

    /** Opens a subscription and reads nothing until {@link #read(int)}. */
    public static Follower openWithoutReading(EventServiceStub stub, OpenSubscription open) {
        Follower follower = connect(stub, false);
        follower.send(FollowEventsRequest.newBuilder().setOpen(open).build());
        return follower;
    }

    /** Opens nothing yet. */
    public static Follower connect(EventServiceStub stub) {
        return connect(stub, true);
    }

    private static Follower connect(EventServiceStub stub, boolean reads) {
        Follower follower = new Follower(reads);
        follower.requests = stub.followEvents(follower);
        return follower;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<FollowEventsRequest> stream) {
        call = stream;
        if (!reads) {
            stream.disableAutoRequestWithInitial(0);
        }
    }

    /** Takes so many more messages. */
    public void read(int messages) {
        call.request(messages);
    }

    public void send(FollowEventsRequest request) {
        requests.onNext(request);
    }

    public void acknowledge(long eventId) {
        send(FollowEventsRequest.newBuilder().setAcknowledgedEventId(eventId).build());
    }

    /** Acknowledges and waits until that is stored. */
    public void acknowledgeForGood(long eventId) {
        acknowledge(eventId);
        await().until(() -> all.stream().anyMatch(response -> response.getConfirmedEventId() == eventId));
    }

    public void sendsNoMore() {
        requests.onCompleted();
    }

    public void cut() {
        call.cancel("as by a crash", null);
    }

    private boolean isOpened() {
        return all.stream().anyMatch(FollowEventsResponse::hasOpened);
    }

    public List<FollowEventsResponse> all() {
        return List.copyOf(all);
    }

    public List<Event> events() {
        return all.stream()
                .filter(FollowEventsResponse::hasEvent)
                .map(FollowEventsResponse::getEvent)
                .toList();
    }

    /** Ids of the events, in the order they came. */
    public List<Long> ids() {
        return events().stream().map(Follower::id).toList();
    }

    public static long id(Event event) {
        return event.hasEmailNotification()
                ? event.getEmailNotification().getEventId()
                : event.getEmailAddressNotification().getEventId();
    }

    /** How the stream ended, or null. */
    public Status ended() {
        return ended;
    }

    public void assertOpen() {
        assertNull(ended);
    }

    /** Waits for the end of the stream. */
    public void assertEnds(Status.Code code) {
        await().until(() -> ended != null);
        assertEquals(code, ended.getCode());
    }

    /** Waits until the events are these, in this order. */
    public void assertGiven(List<Long> ids) {
        await().untilAsserted(() -> assertEquals(ids, ids()));
    }

    @Override
    public void onNext(FollowEventsResponse response) {
        all.add(response);
    }

    @Override
    public void onError(Throwable failure) {
        ended = Status.fromThrowable(failure);
    }

    @Override
    public void onCompleted() {
        ended = Status.OK;
    }
}
