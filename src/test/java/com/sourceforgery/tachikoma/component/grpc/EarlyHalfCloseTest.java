package com.sourceforgery.tachikoma.component.grpc;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sourceforgery.tachikoma.call.CallFailure;
import com.sourceforgery.tachikoma.call.CallFailure.Reason;
import com.sourceforgery.tachikoma.mta.EmailMessage;
import com.sourceforgery.tachikoma.mta.MTAEmailQueueGrpc;
import io.grpc.Status;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A client that sends no message at all is judged before its half-close is. */
class EarlyHalfCloseTest {
    /** Opens slowly, so that a half-close could overtake, and ends the stream at a half-close. */
    public static final class Door {
        private final List<String> types = new CopyOnWriteArrayList<>();
        private final CountDownLatch overtaken = new CountDownLatch(1);
        private volatile boolean refuses;

        @Handler
        public void note(Exchange exchange) throws InterruptedException {
            String type = exchange.getMessage().getHeader(GrpcStream.EVENT_TYPE, String.class);
            if (type.equals("open")) {
                overtaken.await(300, TimeUnit.MILLISECONDS);
                if (refuses) {
                    throw new CallFailure(Reason.FORBIDDEN, "not you");
                }
            } else if (type.equals("halfClose")) {
                overtaken.countDown();
                exchange.getProperty(GrpcStream.PROPERTY, GrpcStream.class).complete();
            }
            types.add(type);
        }
    }

    private final Door door = new Door();

    @RegisterExtension
    final GrpcTestServer server = new GrpcTestServer("streams.camel.yaml").bind("events", door);

    private final ReceivedStream<EmailMessage> received = new ReceivedStream<>();

    private void openAndHalfClose() {
        MTAEmailQueueGrpc.newStub(server.channel()).getEmails(received).onCompleted();
    }

    @Test
    void itComesAfterOpen() {
        openAndHalfClose();

        await().until(received::isCompleted);
        await().untilAsserted(() -> assertEquals(List.of("open", "halfClose"), door.types));
    }

    @Test
    void aRefusedStreamDoesNotEndWell() {
        door.refuses = true;
        openAndHalfClose();

        await().until(() -> received.status() != null);
        assertEquals(Status.Code.PERMISSION_DENIED, received.status().getCode());
    }
}
