package com.sourceforgery.tachikoma.component.grpc;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.sourceforgery.tachikoma.mta.EmailMessage;
import com.sourceforgery.tachikoma.mta.MTAEmailQueueGrpc;
import com.sourceforgery.tachikoma.testsupport.StallingProxy;
import io.grpc.ManagedChannelBuilder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HalfOpenConnectionTest {
    private static final Duration PING_INTERVAL = Duration.ofMillis(500);

    private final StreamEvents events = new StreamEvents();
    private final ReceivedStream<EmailMessage> received = new ReceivedStream<>();

    @RegisterExtension
    final GrpcTestServer server = new GrpcTestServer("streams.camel.yaml")
            .bind("events", events)
            .options(options -> options.setPingInterval(PING_INTERVAL));

    private void openThrough(StallingProxy proxy) {
        MTAEmailQueueGrpc.newStub(server.track(ManagedChannelBuilder.forAddress("127.0.0.1", proxy.port())
                        .usePlaintext()))
                .getEmails(received);
        await().until(() -> events.stream() != null);
    }

    @Test
    void aClientThatIsGoneWithoutAWordIsNoticedAndItsStreamEnds() throws Exception {
        try (StallingProxy proxy = new StallingProxy(server.port())) {
            openThrough(proxy);
            proxy.stall();

            await().until(() -> events.types().contains("cancel"));
            assertFalse(events.stream().isOpen());
        }
    }

    @Test
    void aClientThatHasNothingToSayStays() throws Exception {
        try (StallingProxy proxy = new StallingProxy(server.port())) {
            openThrough(proxy);

            await().during(PING_INTERVAL.multipliedBy(6)).until(events.stream()::isOpen);
            assertEquals(List.of("open"), events.types());
        }
    }
}
