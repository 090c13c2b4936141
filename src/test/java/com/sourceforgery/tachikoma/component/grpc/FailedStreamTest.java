package com.sourceforgery.tachikoma.component.grpc;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sourceforgery.tachikoma.call.CallFailure;
import com.sourceforgery.tachikoma.mta.EmailMessage;
import com.sourceforgery.tachikoma.mta.MTAEmailQueueGrpc;
import com.sourceforgery.tachikoma.mta.MTAQueuedNotification;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FailedStreamTest {
    private final ProgrammedAnswer events = new ProgrammedAnswer();
    private final List<String> types = new CopyOnWriteArrayList<>();

    @RegisterExtension
    final GrpcTestServer server = new GrpcTestServer("streams.camel.yaml").bind("events", events);

    private final ReceivedStream<EmailMessage> received = new ReceivedStream<>();

    private void failAt(String type) {
        events.will(exchange -> {
            String event = exchange.getMessage().getHeader(GrpcStream.EVENT_TYPE, String.class);
            types.add(event);
            if (event.equals(type)) {
                throw new CallFailure(CallFailure.Reason.UNAUTHENTICATED, "Who are you?");
            }
            return null;
        });
    }

    private StreamObserver<MTAQueuedNotification> open() {
        return MTAEmailQueueGrpc.newStub(server.channel()).getEmails(received);
    }

    @Test
    void aFailingOpenEndsTheStreamWithItsStatusAndNothingElse() {
        failAt("open");
        open();

        await().until(() -> received.status() != null);
        assertEquals(Status.Code.UNAUTHENTICATED, received.status().getCode());
        assertEquals(List.of("open"), types);
    }

    @Test
    void aFailingMessageEndsTheStreamAndCancels() {
        failAt("message");
        open().onNext(MTAQueuedNotification.getDefaultInstance());

        await().until(() -> received.status() != null && types.contains("cancel"));
        assertEquals(Status.Code.UNAUTHENTICATED, received.status().getCode());
        assertEquals(List.of("open", "message", "cancel"), types);
    }

    @Test
    void aFailingHalfCloseEndsTheStreamAndCancels() {
        failAt("halfClose");
        open().onCompleted();

        await().until(() -> received.status() != null && types.contains("cancel"));
        assertEquals(List.of("open", "halfClose", "cancel"), types);
    }
}
