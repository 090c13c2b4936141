package com.sourceforgery.tachikoma.component.grpc;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.mta.EmailMessage;
import com.sourceforgery.tachikoma.mta.MTAEmailQueueGrpc;
import com.sourceforgery.tachikoma.mta.MTAQueuedNotification;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class UnreadStreamTest {
    private static final EmailMessage LARGE =
            EmailMessage.newBuilder().setBody("x".repeat(100_000)).build();

    private final StreamEvents events = new StreamEvents();
    private final Reader reader = new Reader();

    @RegisterExtension
    final GrpcTestServer server = new GrpcTestServer("streams.camel.yaml")
            .bind("events", events)
            .options(options -> options.setMaxUnsentBytes(5_000_000));

    /** A client that reads nothing until it is told to. */
    private static final class Reader implements ClientResponseObserver<MTAQueuedNotification, EmailMessage> {
        private final AtomicInteger received = new AtomicInteger();
        private volatile Status status;
        private ClientCallStreamObserver<MTAQueuedNotification> call;

        @Override
        public void beforeStart(ClientCallStreamObserver<MTAQueuedNotification> requests) {
            call = requests;
            requests.disableAutoRequestWithInitial(0);
        }

        @Override
        public void onNext(EmailMessage value) {
            received.incrementAndGet();
        }

        @Override
        public void onError(Throwable failure) {
            status = Status.fromThrowable(failure);
        }

        @Override
        public void onCompleted() {
            status = Status.OK;
        }
    }

    private GrpcStream open() {
        MTAEmailQueueGrpc.newStub(server.channel()).getEmails(reader);
        await().until(() -> events.stream() != null);
        return events.stream();
    }

    @Test
    void aStreamIsNotReadyUntilItsClientReads() {
        GrpcStream stream = open();
        AtomicInteger ready = new AtomicInteger();
        await().until(stream::isReady);
        stream.onReady(ready::incrementAndGet);
        int written = 0;
        while (stream.isReady() && written < 50) {
            stream.write(LARGE);
            written++;
        }
        assertFalse(stream.isReady());
        int before = ready.get(); // the stream may have told that it is ready when it began

        reader.call.request(written);
        await().until(() -> ready.get() > before);
        assertTrue(stream.isReady());
    }

    @Test
    void aClientThatNeverReadsIsCutOff() {
        GrpcStream stream = open();
        for (int i = 0; i < 80; i++) {
            stream.write(LARGE);
        }

        await().until(() -> events.types().contains("cancel"));
        assertFalse(stream.isOpen());
        reader.call.request(80);
        await().until(() -> reader.status != null);
        assertFalse(reader.status.isOk());
    }
}
