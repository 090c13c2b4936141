package com.sourceforgery.tachikoma.bench;

import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.MailDeliveryServiceGrpc.MailDeliveryServiceBlockingStub;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.testsupport.Mails;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that call at the same time, each again as soon as it has its answer. */
final class Callers {
    private final MailDeliveryServiceBlockingStub stub;
    private final AtomicInteger nextRecipient = new AtomicInteger();

    Callers(MailDeliveryServiceBlockingStub stub) {
        this.stub = stub;
    }

    /**
     * Sends, each mail to addresses of its own.
     *
     * @return how many recipients were accepted in a second
     */
    double send(int calls, int recipients, int callers) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        AtomicInteger left = new AtomicInteger(calls);
        long start = System.nanoTime();
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                running.add(threads.submit(() -> {
                    while (left.getAndDecrement() > 0) {
                        call(recipients);
                    }
                }));
            }
            for (Future<?> caller : running) {
                caller.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("A call has failed", e.getCause());
        } finally {
            threads.shutdownNow();
        }
        return (double) calls * recipients * 1e9 / (System.nanoTime() - start);
    }

    private void call(int recipients) {
        String[] addresses = new String[recipients];
        for (int i = 0; i < recipients; i++) {
            addresses[i] = "user" + nextRecipient.incrementAndGet() + "@world.example";
        }
        OutgoingEmail mail = Mails.to(addresses).build();
        int answered = stub.sendEmailUnary(mail).getListCount();
        if (answered != recipients) {
            throw new IllegalStateException(answered + " of " + recipients + " recipients were answered");
        }
    }
}
