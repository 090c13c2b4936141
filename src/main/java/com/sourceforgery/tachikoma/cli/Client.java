package com.sourceforgery.tachikoma.cli;

import com.sourceforgery.tachikoma.component.mtaqueue.ServerAddress;
import com.sourceforgery.tachikoma.component.mtaqueue.ServerChannel;
import com.sourceforgery.tachikoma.component.mtaqueue.ServerTrust;
import com.sourceforgery.tachikoma.grpc.frontend.event.EventServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailQueueStatus;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.MailDeliveryServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.DeliveryNotificationServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.NotificationStreamParameters;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.AbstractStub;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/** A client of a webserver, with the token of one user. Its failures are {@link CommandFailure}s. */
public final class Client implements AutoCloseable {
    private static final int CALL_SECONDS = 60;

    private final ServerAddress address;
    private final ManagedChannel channel;

    private Client(ServerAddress address, ManagedChannel channel) {
        this.address = address;
        this.channel = channel;
    }

    /**
     * Makes a client; nothing is connected before the first call.
     *
     * @param address {@code http} is plain, {@code https} is TLS
     * @param insecure takes any certificate
     */
    public static Client of(ServerAddress address, boolean insecure) {
        try {
            ServerTrust trust = new ServerTrust(insecure, Optional.empty(), Optional.empty());
            return new Client(address, ServerChannel.open(address, trust));
        } catch (IOException e) {
            throw new CommandFailure("TLS cannot be set up: " + e.getMessage() + ".");
        }
    }

    /** Host and port, without credentials. */
    public String server() {
        return address.host() + ":" + address.port();
    }

    /** The domain whose user the client is. */
    public String mailDomain() {
        return address.mailDomain();
    }

    /** Sends a mail to its recipients; a status for each. */
    public List<EmailQueueStatus> send(OutgoingEmail mail) {
        return call(MailDeliveryServiceGrpc::newBlockingStub, stub -> stub.sendEmailUnary(mail))
                .getListList();
    }

    /** Makes a call that has an answer within a minute. */
    <S extends AbstractStub<S>, T> T call(Function<Channel, S> service, Function<S, T> call) {
        try {
            return call.apply(service.apply(channel).withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS));
        } catch (StatusRuntimeException e) {
            throw CommandFailure.of(e.getStatus(), server());
        }
    }

    /** Makes a call whose answer is a stream, and reads it to its end, however long that takes. */
    <S extends AbstractStub<S>, T> void read(
            Function<Channel, S> service, Function<S, Iterator<T>> call, Consumer<T> reader) {
        try {
            call.apply(service.apply(channel)).forEachRemaining(reader);
        } catch (StatusRuntimeException e) {
            throw CommandFailure.of(e.getStatus(), server());
        }
    }

    /** Opens a subscription of the account's events. */
    Subscription subscribe(String name) throws InterruptedException {
        return new Subscription(EventServiceGrpc.newBlockingV2Stub(channel).followEvents(), server(), name);
    }

    /**
     * Follows what becomes of the user's mails from now on; also of those that others send with the same token. Returns when
     * the server is ready to tell.
     */
    public EventFeed follow() throws InterruptedException {
        StartOfStream start = new StartOfStream();
        EventFeed feed = new EventFeed(server());
        DeliveryNotificationServiceGrpc.newStub(channel)
                .withInterceptors(start)
                .notificationStream(NotificationStreamParameters.getDefaultInstance(), feed);
        if (!start.await(CALL_SECONDS)) {
            throw new CommandFailure(
                    server() + " did not start the stream of events within " + CALL_SECONDS + " seconds.");
        }
        return feed;
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
