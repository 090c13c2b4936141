package com.sourceforgery.tachikoma.component.grpc;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailQueueStatusList;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.MailDeliveryServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.testsupport.RawCall;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DeadlineTest {
    private final ProgrammedAnswer answer = new ProgrammedAnswer();

    @RegisterExtension
    final GrpcTestServer server = new GrpcTestServer("unary.camel.yaml").bind("answer", answer);

    private Status sendWithin(long millis) {
        return Mails.statusOf(() -> MailDeliveryServiceGrpc.newBlockingStub(server.channel())
                .withDeadlineAfter(millis, TimeUnit.MILLISECONDS)
                .sendEmailUnary(OutgoingEmail.getDefaultInstance()));
    }

    @Test
    void theRouteKnowsTheTimeLeft() {
        AtomicReference<Duration> left = new AtomicReference<>();
        answer.will(exchange -> {
            left.set(exchange.getProperty(GrpcCall.PROPERTY, GrpcCall.class)
                    .timeLeft()
                    .orElseThrow());
            return EmailQueueStatusList.getDefaultInstance();
        });

        assertEquals(Status.Code.OK, sendWithin(60_000).getCode());
        assertTrue(
                left.get().compareTo(Duration.ofMinutes(1)) <= 0 && !left.get().isNegative());
    }

    @Test
    void aLateAnswerIsDropped() {
        CompletableFuture<Object> late = new CompletableFuture<>();
        answer.will(exchange -> late);

        assertEquals(Status.Code.DEADLINE_EXCEEDED, sendWithin(200).getCode());
        late.complete(EmailQueueStatusList.getDefaultInstance());

        answer.will(exchange -> EmailQueueStatusList.getDefaultInstance());
        assertEquals(Status.Code.OK, sendWithin(60_000).getCode());
    }

    @Test
    void theServerKeepsTheDeadlineOfAClientThatDoesNot() throws Exception {
        answer.will(exchange -> new CompletableFuture<>());

        try (RawCall call = RawCall.to(server.port(), "SendEmailUnary", "grpc-timeout", "100m")) {
            call.sendMessage(new byte[0]);
            await().until(() -> call.trailers().containsKey("grpc-status"));

            assertEquals("4", call.trailers().get("grpc-status"));
        }
    }
}
