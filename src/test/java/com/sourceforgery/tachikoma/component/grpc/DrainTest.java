package com.sourceforgery.tachikoma.component.grpc;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailQueueStatusList;
import com.sourceforgery.tachikoma.mta.EmailMessage;
import com.sourceforgery.tachikoma.mta.MTAEmailQueueGrpc;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DrainTest {
    private final ProgrammedAnswer answer = new ProgrammedAnswer();
    private final StreamEvents events = new StreamEvents();
    private final CompletableFuture<Object> later = new CompletableFuture<>();
    private final CountDownLatch draining = new CountDownLatch(1);

    @RegisterExtension
    final GrpcTestServer server = new GrpcTestServer("unary.camel.yaml,classpath:grpc/streams.camel.yaml")
            .bind("answer", answer)
            .bind("events", events)
            .options(options -> {
                options.setDrainListener(draining::countDown);
                options.setDrainTimeout(Duration.ofSeconds(5));
            });

    private CompletableFuture<Status> send(ManagedChannel channel) {
        return CompletableFuture.supplyAsync(() -> Mails.sendAny(channel), GrpcTestServer::inNewThread);
    }

    private CompletableFuture<Void> stop() throws InterruptedException {
        CompletableFuture<Void> stopped =
                CompletableFuture.runAsync(() -> server.context().stop(), GrpcTestServer::inNewThread);
        assertTrue(draining.await(10, TimeUnit.SECONDS));
        return stopped;
    }

    private CompletableFuture<Status> callInHand(ManagedChannel channel) throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        answer.will(exchange -> {
            running.countDown();
            return later;
        });
        CompletableFuture<Status> call = send(channel);
        assertTrue(running.await(10, TimeUnit.SECONDS));
        return call;
    }

    @Test
    void aCallInHandIsFinished() throws Exception {
        ManagedChannel channel = server.channel();
        CompletableFuture<Status> call = callInHand(channel);
        CompletableFuture<Void> stopped = stop();
        await().until(() -> channel.getState(false) != ConnectivityState.READY);
        later.complete(EmailQueueStatusList.getDefaultInstance());

        assertEquals(Status.Code.OK, call.get(10, TimeUnit.SECONDS).getCode());
        stopped.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aNewCallIsUnavailable() throws Exception {
        ManagedChannel channel = server.channel();
        CompletableFuture<Status> call = callInHand(channel);
        CompletableFuture<Void> stopped = stop();
        await().until(() -> channel.getState(false) != ConnectivityState.READY);

        assertEquals(
                Status.Code.UNAVAILABLE, send(channel).get(10, TimeUnit.SECONDS).getCode());
        assertEquals(
                Status.Code.UNAVAILABLE,
                send(server.channel()).get(10, TimeUnit.SECONDS).getCode());
        later.complete(EmailQueueStatusList.getDefaultInstance());
        assertEquals(Status.Code.OK, call.get(10, TimeUnit.SECONDS).getCode());
        stopped.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aLongLivedStreamEndsUnavailableAndItsRouteIsTold() throws Exception {
        ReceivedStream<EmailMessage> received = new ReceivedStream<>();
        MTAEmailQueueGrpc.newStub(server.channel()).getEmails(received);
        await().until(() -> events.stream() != null);
        CompletableFuture<Void> stopped = stop();

        await().until(() -> received.status() != null);
        assertEquals(Status.Code.UNAVAILABLE, received.status().getCode());
        stopped.get(10, TimeUnit.SECONDS);
        assertTrue(events.types().contains("cancel"));
    }

    @Test
    void aCallThatTakesTooLongIsCancelledWithUnavailable() throws Exception {
        CompletableFuture<Status> call = callInHand(server.channel());
        CompletableFuture<Void> stopped = stop();

        assertEquals(Status.Code.UNAVAILABLE, call.get(20, TimeUnit.SECONDS).getCode());
        later.complete(EmailQueueStatusList.getDefaultInstance());
        stopped.get(20, TimeUnit.SECONDS);
    }
}
