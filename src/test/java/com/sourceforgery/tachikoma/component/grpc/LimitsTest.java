package com.sourceforgery.tachikoma.component.grpc;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailQueueStatusList;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.MailDeliveryServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LimitsTest {
    private static final int MAX_MESSAGE = 1_000_000;

    private final ProgrammedAnswer answer = new ProgrammedAnswer();

    @RegisterExtension
    final GrpcTestServer server = new GrpcTestServer("unary.camel.yaml")
            .bind("answer", answer)
            .options(options -> {
                options.setMaxInboundMessageSize(MAX_MESSAGE);
                options.setMaxInboundBytes(4L * MAX_MESSAGE);
                options.setMaxCalls(20);
            });

    private static Status send(ManagedChannel channel, OutgoingEmail mail) {
        return Mails.statusOf(() -> Mails.send(channel, mail));
    }

    @Test
    void aMessageUnderTheLimitIsTaken() {
        assertEquals(
                Status.Code.OK,
                send(server.channel(), Mails.ofSize(MAX_MESSAGE - 100)).getCode());
    }

    @Test
    void aMessageOverTheLimitIsRefusedAndTheConnectionGoesOn() {
        ManagedChannel channel = server.channel();

        assertEquals(
                Status.Code.RESOURCE_EXHAUSTED,
                send(channel, Mails.ofSize(MAX_MESSAGE + 1)).getCode());
        assertEquals(Status.Code.OK, Mails.sendAny(channel).getCode());
    }

    @Test
    void aMessageThatExpandsOverTheLimitIsRefusedAndTheConnectionGoesOn() {
        ManagedChannel channel = server.channel();
        Status bomb = Mails.statusOf(() -> MailDeliveryServiceGrpc.newBlockingStub(channel)
                .withCompression("gzip")
                .sendEmailUnary(Mails.ofSize(100 * MAX_MESSAGE)));

        assertEquals(Status.Code.RESOURCE_EXHAUSTED, bomb.getCode());
        assertEquals(Status.Code.OK, Mails.sendAny(channel).getCode());
    }

    @Test
    void aCompressedMessageUnderTheLimitIsTaken() {
        Status status = Mails.statusOf(() -> MailDeliveryServiceGrpc.newBlockingStub(server.channel())
                .withCompression("gzip")
                .sendEmailUnary(Mails.ofSize(MAX_MESSAGE / 2)));

        assertEquals(Status.Code.OK, status.getCode());
    }

    @Test
    void messagesInHandTakeNoMoreThanTheirShareOfMemoryTogether() {
        CompletableFuture<Object> later = new CompletableFuture<>();
        answer.will(exchange -> later);
        ManagedChannel channel = server.channel();
        List<CompletableFuture<Status>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            calls.add(CompletableFuture.supplyAsync(
                    () -> send(channel, Mails.ofSize(MAX_MESSAGE - 100)), GrpcTestServer::inNewThread));
        }
        await().until(() -> calls.stream().filter(CompletableFuture::isDone).count() == 4);
        later.complete(EmailQueueStatusList.getDefaultInstance());

        List<Status.Code> codes =
                calls.stream().map(call -> call.join().getCode()).sorted().toList();
        assertEquals(4, codes.stream().filter(code -> code == Status.Code.OK).count());
        assertEquals(
                4,
                codes.stream()
                        .filter(code -> code == Status.Code.RESOURCE_EXHAUSTED)
                        .count());
        answer.will(exchange -> EmailQueueStatusList.getDefaultInstance());
        assertEquals(
                Status.Code.OK, send(channel, Mails.ofSize(MAX_MESSAGE - 100)).getCode());
    }

    @Test
    void callsOverTheLimitAreUnavailable() {
        CompletableFuture<Object> later = new CompletableFuture<>();
        answer.will(exchange -> later);
        ManagedChannel channel = server.channel();
        List<CompletableFuture<Status>> calls = new ArrayList<>();
        for (int i = 0; i < 21; i++) {
            calls.add(CompletableFuture.supplyAsync(() -> Mails.sendAny(channel), GrpcTestServer::inNewThread));
        }
        await().until(() -> calls.stream().anyMatch(CompletableFuture::isDone));
        later.complete(EmailQueueStatusList.getDefaultInstance());

        assertEquals(
                1,
                calls.stream()
                        .filter(call -> call.join().getCode() == Status.Code.UNAVAILABLE)
                        .count());
    }

    @Test
    void tooMuchMetadataIsRefusedAndTheServerGoesOn() {
        Metadata metadata = new Metadata();
        metadata.put(Metadata.Key.of("x-apitoken", Metadata.ASCII_STRING_MARSHALLER), "x".repeat(100_000));
        Status status = Mails.sendAny(server.channel(), metadata);

        assertNotEquals(Status.Code.OK, status.getCode());
        assertEquals(Status.Code.OK, Mails.sendAny(server.channel()).getCode());
    }
}
