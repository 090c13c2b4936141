package com.sourceforgery.tachikoma.component.grpc;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.call.CallFailure;
import com.sourceforgery.tachikoma.cli.StartOfStream;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.IncomingEmail;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.IncomingEmailParameters;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.MailDeliveryServiceGrpc;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LongLivedStreamTest {
    private final StreamEvents events = new StreamEvents();

    @RegisterExtension
    final GrpcTestServer server = new GrpcTestServer("streams.camel.yaml").bind("events", events);

    private final ReceivedStream<IncomingEmail> received = new ReceivedStream<>();

    private GrpcStream open() {
        MailDeliveryServiceGrpc.newStub(server.channel())
                .streamIncomingEmails(
                        IncomingEmailParameters.newBuilder()
                                .setIncludeMessageHeader(true)
                                .build(),
                        received);
        await().until(() -> events.stream() != null);
        return events.stream();
    }

    private static IncomingEmail mail(int number) {
        return IncomingEmail.newBuilder().setSubject("mail " + number).build();
    }

    @Test
    void theRequestIsTheBodyOfOpen() {
        open();

        assertEquals(List.of("open"), events.types());
        assertTrue(((IncomingEmailParameters) events.bodies().get(0)).getIncludeMessageHeader());
    }

    @Test
    void theClientGetsHeadersWhenTheRouteHasOpenedTheStream() throws Exception {
        StartOfStream start = new StartOfStream();
        CountDownLatch opens = events.heldBack();
        MailDeliveryServiceGrpc.newStub(server.channel())
                .withInterceptors(start)
                .streamIncomingEmails(IncomingEmailParameters.getDefaultInstance(), received);
        await().until(() -> events.stream() != null);
        // what was sent before its answer on the same connection is here
        HealthGrpc.newBlockingStub(server.channel()).check(HealthCheckRequest.getDefaultInstance());
        assertFalse(start.await(0));

        opens.countDown();
        assertTrue(start.await(20));
    }

    @Test
    void messagesFromManyThreadsAllArriveBeforeTheEnd() throws Exception {
        GrpcStream stream = open();
        CountDownLatch written = new CountDownLatch(8);
        for (int thread = 0; thread < 8; thread++) {
            GrpcTestServer.inNewThread(() -> {
                for (int i = 0; i < 500; i++) {
                    stream.write(mail(i));
                }
                written.countDown();
            });
        }
        assertTrue(written.await(30, TimeUnit.SECONDS));
        stream.complete();

        await().until(received::isCompleted);
        assertEquals(4000, received.messages().size());
        assertFalse(stream.isOpen());
    }

    @Test
    void messagesOfOneThreadArriveInOrder() {
        GrpcStream stream = open();
        for (int i = 0; i < 1000; i++) {
            stream.write(mail(i));
        }
        stream.complete();

        await().until(received::isCompleted);
        for (int i = 0; i < 1000; i++) {
            assertEquals(mail(i), received.messages().get(i));
        }
    }

    @Test
    void aFailureHasItsStatus() {
        open().fail(new CallFailure(CallFailure.Reason.FORBIDDEN, "Not yours"));

        await().until(() -> received.status() != null);
        assertEquals(Status.Code.PERMISSION_DENIED, received.status().getCode());
        assertEquals("Not yours", received.status().getDescription());
    }

    @Test
    void closeTasksRunOnceHoweverTheStreamEnds() {
        GrpcStream stream = open();
        AtomicInteger runs = new AtomicInteger();
        stream.onClose(runs::incrementAndGet);
        stream.complete();
        stream.complete();
        stream.fail(new IllegalStateException("too late"));

        await().until(() -> runs.get() == 1);
        stream.onClose(runs::incrementAndGet);
        await().until(() -> runs.get() == 2);
    }

    @Test
    void anEndedStreamIgnoresWrites() {
        GrpcStream stream = open();
        stream.complete();
        stream.write(mail(1));

        await().until(received::isCompleted);
        assertEquals(List.of(), received.messages());
    }

    @Test
    void theEndByTheRouteIsNoCancel() {
        GrpcStream stream = open();
        AtomicInteger closed = new AtomicInteger();
        stream.onClose(closed::incrementAndGet);
        stream.complete();

        await().until(() -> closed.get() == 1 && received.isCompleted());
        assertEquals(List.of("open"), events.types());
    }

    @Test
    void aClientThatGoesCancels() {
        GrpcStream stream = open();
        AtomicInteger closed = new AtomicInteger();
        stream.onClose(closed::incrementAndGet);
        server.dropConnections();

        await().until(() -> closed.get() == 1 && events.types().size() == 2);
        assertEquals(List.of("open", "cancel"), events.types());
    }

    @Test
    void attributesStayWithTheStream() {
        GrpcStream stream = open();
        stream.attributes().put("account", 7);
        server.dropConnections();

        await().until(() -> events.types().contains("cancel"));
        assertEquals(7, events.stream().attributes().get("account"));
    }
}
