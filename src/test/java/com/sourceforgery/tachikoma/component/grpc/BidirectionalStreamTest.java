package com.sourceforgery.tachikoma.component.grpc;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.mta.EmailMessage;
import com.sourceforgery.tachikoma.mta.MTAEmailQueueGrpc;
import com.sourceforgery.tachikoma.mta.MTAQueuedNotification;
import io.grpc.stub.StreamObserver;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BidirectionalStreamTest {
    private final StreamEvents events = new StreamEvents();

    @RegisterExtension
    final GrpcTestServer server = new GrpcTestServer("streams.camel.yaml").bind("events", events);

    private final ReceivedStream<EmailMessage> received = new ReceivedStream<>();

    private StreamObserver<MTAQueuedNotification> open() {
        StreamObserver<MTAQueuedNotification> requests =
                MTAEmailQueueGrpc.newStub(server.channel()).getEmails(received);
        await().until(() -> events.stream() != null);
        return requests;
    }

    private static MTAQueuedNotification answer(long id) {
        return MTAQueuedNotification.newBuilder().setEmailId(id).build();
    }

    @Test
    void aClientThatSendsNothingFirstIsWrittenTo() {
        open();
        events.stream().write(EmailMessage.newBuilder().setEmailId(7).build());

        await().until(() -> received.messages().size() == 1);
        assertEquals(7, received.messages().get(0).getEmailId());
    }

    @Test
    void messagesComeAfterOpenAndInOrderAndHalfCloseAfterThem() {
        StreamObserver<MTAQueuedNotification> requests = open();
        for (int i = 0; i < 20; i++) {
            requests.onNext(answer(i));
        }
        requests.onCompleted();

        await().until(() -> events.types().contains("halfClose"));
        assertEquals("open", events.types().get(0));
        assertEquals("halfClose", events.types().get(21));
        assertEquals(
                List.of(0L, 1L, 2L),
                events.bodies().stream()
                        .map(body -> ((MTAQueuedNotification) body).getEmailId())
                        .limit(3)
                        .toList());
    }

    @Test
    void aHalfClosedStreamIsWritableUntilItIsCompleted() {
        open().onCompleted();
        await().until(() -> events.types().contains("halfClose"));
        events.stream().write(EmailMessage.newBuilder().setEmailId(1).build());
        events.stream().complete();

        await().until(received::isCompleted);
        assertEquals(1, received.messages().size());
    }

    @Test
    void aLostConnectionCancels() {
        open();
        server.dropConnections();

        await().until(() -> events.types().contains("cancel"));
        assertTrue(!events.stream().isOpen());
    }

    @Test
    void aCancelledCallCancels() {
        open().onError(new IllegalStateException("the client gives up"));

        await().until(() -> events.types().contains("cancel"));
        assertTrue(!events.stream().isOpen());
    }
}
