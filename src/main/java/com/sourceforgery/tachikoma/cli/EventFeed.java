package com.sourceforgery.tachikoma.cli;

import com.sourceforgery.tachikoma.grpc.frontend.EmailNotification;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.NotificationStreamParameters;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Events as they happen. A reader that is slow slows the server down, it does not fill memory. */
public final class EventFeed
        implements ClientResponseObserver<NotificationStreamParameters, EmailNotification>, AutoCloseable {
    private static final int AHEAD = 100;

    private record Item(EmailNotification event, Status end) {}

    private final BlockingQueue<Item> items = new LinkedBlockingQueue<>();
    private final String server;
    private ClientCallStreamObserver<NotificationStreamParameters> call;

    EventFeed(String server) {
        this.server = server;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<NotificationStreamParameters> stream) {
        call = stream;
        stream.disableAutoRequestWithInitial(AHEAD);
    }

    @Override
    public void onNext(EmailNotification event) {
        items.add(new Item(event, null));
    }

    @Override
    public void onError(Throwable failure) {
        items.add(new Item(null, Status.fromThrowable(failure)));
    }

    @Override
    public void onCompleted() {
        items.add(new Item(null, Status.OK));
    }

    /**
     * The next event, or nothing when none came in this time.
     *
     * @throws CommandFailure when the server ends the stream
     */
    public Optional<EmailNotification> next(Duration limit) throws InterruptedException {
        Item item = items.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
        if (item == null) {
            return Optional.empty();
        }
        if (item.end() == null) {
            call.request(1);
            return Optional.of(item.event());
        }
        throw item.end().isOk()
                ? new CommandFailure(server + " has ended the stream of events.")
                : CommandFailure.of(item.end(), server);
    }

    @Override
    public void close() {
        call.cancel("enough was read", null);
    }
}
