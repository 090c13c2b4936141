package com.sourceforgery.tachikoma.cli;

import com.sourceforgery.tachikoma.grpc.frontend.EmailNotification;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Events as they happen. A reader that is slow slows the server down, it does not fill memory. */
public final class EventFeed implements AutoCloseable {
    private final BlockingClientCall<?, EmailNotification> call;
    private final String server;

    EventFeed(BlockingClientCall<?, EmailNotification> call, String server) {
        this.call = call;
        this.server = server;
    }

    /**
     * The next event, or nothing when none came in this time.
     *
     * @throws CommandFailure when the server ends the stream
     */
    public Optional<EmailNotification> next(Duration limit) throws InterruptedException {
        try {
            EmailNotification event = call.read(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (event == null) {
                throw new CommandFailure(server + " has ended the stream of events.");
            }
            return Optional.of(event);
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (StatusException e) {
            throw CommandFailure.of(e.getStatus(), server);
        }
    }

    @Override
    public void close() {
        call.cancel("enough was read", null);
    }
}
