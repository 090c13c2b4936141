package com.sourceforgery.tachikoma.cli;

import com.sourceforgery.tachikoma.grpc.frontend.EmailNotification;
import com.sourceforgery.tachikoma.grpc.frontend.event.Event;
import com.sourceforgery.tachikoma.grpc.frontend.event.FollowEventsRequest;
import com.sourceforgery.tachikoma.grpc.frontend.event.FollowEventsResponse;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.util.Optional;

/** Events of an account from now on, or from where the subscription of this name was left; each is acknowledged as it comes. */
final class Subscription implements AutoCloseable {
    private final BlockingClientCall<FollowEventsRequest, FollowEventsResponse> call;
    private final String server;

    Subscription(BlockingClientCall<FollowEventsRequest, FollowEventsResponse> call, String server, String name)
            throws InterruptedException {
        this.call = call;
        this.server = server;
        FollowEventsRequest.Builder open = FollowEventsRequest.newBuilder();
        open.getOpenBuilder().setSubscription(name).getOptionsBuilder().setIncludeTrackingData(true);
        write(open.build());
        next(); // it is open
    }

    /** The next event of a mail; nothing when something else came. */
    Optional<EmailNotification> next() throws InterruptedException {
        try {
            FollowEventsResponse response = call.read();
            if (response == null) {
                throw new CommandFailure(server + " has ended the stream of events.");
            }
            if (!response.hasEvent()) {
                return Optional.empty();
            }
            Event event = response.getEvent();
            write(FollowEventsRequest.newBuilder()
                    .setAcknowledgedEventId(
                            event.hasEmailNotification()
                                    ? event.getEmailNotification().getEventId()
                                    : event.getEmailAddressNotification().getEventId())
                    .build());
            return event.hasEmailNotification() ? Optional.of(event.getEmailNotification()) : Optional.empty();
        } catch (StatusException e) {
            throw CommandFailure.of(e.getStatus(), server);
        }
    }

    private void write(FollowEventsRequest request) throws InterruptedException {
        try {
            call.write(request);
        } catch (StatusException e) {
            throw CommandFailure.of(e.getStatus(), server);
        }
    }

    @Override
    public void close() {
        call.cancel(Status.CANCELLED.getDescription(), null);
    }
}
