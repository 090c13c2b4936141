package com.sourceforgery.tachikoma.chaos;

import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailQueueStatus;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.MailDeliveryServiceGrpc.MailDeliveryServiceBlockingStub;
import com.sourceforgery.tachikoma.testsupport.Mails;
import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * The software that sends mail: a call with fifty recipients at a time, tried again with the same idempotency key until it is
 * answered, and a log of what was answered and which calls were left without an answer.
 */
final class Senders implements AutoCloseable {
    private static final int THREADS = 8;
    private static final int RECIPIENTS_PER_CALL = 50;
    private static final int CALL_SECONDS = 20;
    private static final int PAUSE_MILLIS = 250;
    private static final Set<Status.Code> WORTH_A_RETRY = Set.of(
            Status.Code.UNAVAILABLE,
            Status.Code.DEADLINE_EXCEEDED,
            Status.Code.RESOURCE_EXHAUSTED,
            Status.Code.CANCELLED);

    private final MailDeliveryServiceBlockingStub stub;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final Map<String, Long> accepted = new ConcurrentHashMap<>();
    private final Set<String> unanswered = ConcurrentHashMap.newKeySet();
    private final Map<String, Status> refused = new ConcurrentHashMap<>();

    Senders(MailDeliveryServiceBlockingStub stub) {
        this.stub = stub;
    }

    /** Begins to send to the recipients of these numbers; returns when all calls are answered. */
    void send(int from, int to) throws InterruptedException {
        List<List<String>> calls = IntStream.iterate(from, i -> i < to, i -> i + RECIPIENTS_PER_CALL)
                .mapToObj(i -> IntStream.range(i, Math.min(to, i + RECIPIENTS_PER_CALL))
                        .mapToObj(Senders::recipient)
                        .toList())
                .toList();
        CountDownLatch answered = new CountDownLatch(calls.size());
        calls.forEach(recipients -> threads.execute(() -> {
            try {
                sendUntilAnswered(recipients);
            } finally {
                answered.countDown();
            }
        }));
        answered.await();
    }

    static String recipient(int number) {
        return "r" + number + "@world.example";
    }

    private void sendUntilAnswered(List<String> recipients) {
        while (true) {
            try {
                List<EmailQueueStatus> statuses = stub.withInterceptors(key(recipients.get(0)))
                        .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS)
                        .sendEmailUnary(
                                Mails.to(recipients.toArray(String[]::new)).build())
                        .getListList();
                statuses.forEach(status -> accepted.put(
                        status.getRecipient().getEmail(), status.getEmailId().getId()));
                return;
            } catch (StatusRuntimeException e) {
                unanswered.addAll(recipients);
                if (!WORTH_A_RETRY.contains(e.getStatus().getCode())) {
                    recipients.forEach(recipient -> refused.put(recipient, e.getStatus()));
                    return;
                }
            }
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static ClientInterceptor key(String value) {
        Metadata metadata = new Metadata();
        metadata.put(Metadata.Key.of("idempotency-key", Metadata.ASCII_STRING_MARSHALLER), value);
        return MetadataUtils.newAttachHeadersInterceptor(metadata);
    }

    /** Ids of the mails that the webserver has promised to send, by recipient. */
    Map<String, Long> accepted() {
        return accepted;
    }

    /** Recipients of calls whose answer was lost, which were made again. */
    Set<String> unanswered() {
        return unanswered;
    }

    /** Recipients of calls that were answered with a failure that no retry mends. */
    Map<String, Status> refused() {
        return refused;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
