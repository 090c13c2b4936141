package com.sourceforgery.tachikoma.testsupport;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sourceforgery.tachikoma.grpc.frontend.EmailNotification;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.NotificationStreamParameters;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A client that follows events and keeps them. */
public final class Notifications
        implements ClientResponseObserver<NotificationStreamParameters, EmailNotification>, AutoCloseable {
    private final List<EmailNotification> all = new CopyOnWriteArrayList<>();
    private final boolean reads;
    private volatile ClientCallStreamObserver<NotificationStreamParameters> call;
    private volatile Status ended;

    public Notifications() {
        this(true);
    }

    private Notifications(boolean reads) {
        this.reads = reads;
    }

    /** A client that does not read until it {@link #readsOn}. */
    public static Notifications unread() {
        return new Notifications(false);
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<NotificationStreamParameters> call) {
        this.call = call;
        if (!reads) {
            call.disableAutoRequestWithInitial(0);
        }
    }

    public void readsOn() {
        call.request(Integer.MAX_VALUE);
    }

    @Override
    public void onNext(EmailNotification notification) {
        all.add(notification);
    }

    @Override
    public void onError(Throwable failure) {
        ended = Status.fromThrowable(failure);
    }

    @Override
    public void onCompleted() {
        ended = Status.OK;
    }

    public List<EmailNotification> all() {
        return List.copyOf(all);
    }

    /** Recipient and kind of each, in the order they came. */
    public List<String> brief() {
        return all.stream().map(Installation::brief).toList();
    }

    /** The events about a recipient, in the order they came. */
    public List<EmailNotification> about(String recipient) {
        return all.stream()
                .filter(event -> event.getRecipientEmailAddress().getEmail().equals(recipient))
                .toList();
    }

    /** The latest event about a recipient. */
    public EmailNotification last(String recipient) {
        List<EmailNotification> events = about(recipient);
        return events.get(events.size() - 1);
    }

    /** Kinds of the events about a recipient, in the order they came. */
    public List<String> kindsOf(String recipient) {
        return about(recipient).stream()
                .map(event -> event.getNotificationCase().name().replace("_EVENT", ""))
                .toList();
    }

    /** Waits until the events about a recipient are these, in this order. */
    public void awaitEvents(String recipient, String... kinds) {
        await().untilAsserted(() -> assertEquals(List.of(kinds), kindsOf(recipient)));
    }

    /** How the stream ended, or null. */
    public Status ended() {
        return ended;
    }

    /** Waits for the end of the stream. */
    public void assertEnds(Status.Code code) {
        await().until(() -> ended != null);
        assertEquals(code, ended.getCode());
    }

    /** The client goes away. */
    @Override
    public void close() {
        call.cancel("The client goes away", null);
    }
}
