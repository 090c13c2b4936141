package com.sourceforgery.tachikoma.component.grpc;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.sourceforgery.tachikoma.mta.EmailMessage;
import com.sourceforgery.tachikoma.mta.MTAEmailQueueGrpc;
import com.sourceforgery.tachikoma.mta.MTAQueuedNotification;
import io.grpc.stub.ClientCallStreamObserver;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class InboundFlowControlTest {
    private static final int CONCURRENCY = 4;

    private final ProgrammedAnswer events = new ProgrammedAnswer();
    private final List<String> types = new CopyOnWriteArrayList<>();
    private final Queue<CompletableFuture<Object>> inHand = new ConcurrentLinkedQueue<>();

    @RegisterExtension
    final GrpcTestServer server = new GrpcTestServer("streams.camel.yaml").bind("events", events);

    private ClientCallStreamObserver<MTAQueuedNotification> open() {
        events.will(exchange -> {
            String type = exchange.getMessage().getHeader(GrpcStream.EVENT_TYPE, String.class);
            types.add(type);
            CompletableFuture<Object> done = new CompletableFuture<>();
            if (type.equals("message")) {
                inHand.add(done);
            } else {
                done.complete(null);
            }
            return done;
        });
        return (ClientCallStreamObserver<MTAQueuedNotification>)
                MTAEmailQueueGrpc.newStub(server.channel()).getEmails(new ReceivedStream<EmailMessage>());
    }

    @Test
    void noMoreMessagesThanTheConcurrencyAreInHand() {
        ClientCallStreamObserver<MTAQueuedNotification> requests = open();
        for (int i = 0; i < 10; i++) {
            requests.onNext(MTAQueuedNotification.getDefaultInstance());
        }
        requests.onCompleted();
        await().until(() -> inHand.size() == CONCURRENCY);

        for (int done = 0; done < 10; done++) {
            await().until(() -> !inHand.isEmpty());
            assertFalse(types.contains("halfClose"));
            inHand.poll().complete(null);
            assertFalse(inHand.size() > CONCURRENCY);
        }
        await().until(() -> types.contains("halfClose"));
        assertEquals(12, types.size());
    }

    @Test
    void aRouteThatFallsBehindStopsTheClient() {
        ClientCallStreamObserver<MTAQueuedNotification> requests = open();
        MTAQueuedNotification large = MTAQueuedNotification.newBuilder()
                .setQueueId("x".repeat(100_000))
                .build();
        for (int i = 0; i < 100; i++) {
            requests.onNext(large);
        }
        await().until(() -> inHand.size() == CONCURRENCY);

        assertFalse(requests.isReady());
    }
}
