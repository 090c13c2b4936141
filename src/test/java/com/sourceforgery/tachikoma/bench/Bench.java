package com.sourceforgery.tachikoma.bench;

import static org.awaitility.Awaitility.await;

import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.MailDeliveryServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.DeliveryNotificationServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.NotificationStreamParameters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures how fast mail is accepted and delivered, and what memory the webserver needs for it. */
@Command(
        name = "bin/bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures accepting and delivering, and the webserver's memory. Webserver, node, and the sink in place of Postfix",
            "are a process each, on a private PostgreSQL and RabbitMQ; all of it is on 127.0.0.1 and ends with the bench."
        })
public final class Bench implements Callable<Integer> {
    @Option(names = "--callers", defaultValue = "32", description = "Clients at a time (${DEFAULT-VALUE}).")
    private int callers;

    @Option(
            names = "--warm-up",
            defaultValue = "2000",
            description = "Calls before the first figure (${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(names = "--calls", defaultValue = "8000", description = "Calls with 1 recipient (${DEFAULT-VALUE}).")
    private int calls;

    @Option(names = "--bulk-calls", defaultValue = "90", description = "Calls with many recipients (${DEFAULT-VALUE}).")
    private int bulkCalls;

    @Option(names = "--bulk-recipients", defaultValue = "1000", description = "Recipients of each (${DEFAULT-VALUE}).")
    private int bulkRecipients;

    @Option(
            names = "--live",
            defaultValue = "10000",
            description = "Mails sent, one a call, while the node delivers (${DEFAULT-VALUE}).")
    private int live;

    @Option(
            names = "--java-options",
            defaultValue = "-Xmx256m",
            description = "For the JVM of each part (${DEFAULT-VALUE}).")
    private String javaOptions;

    private final Figures figures = new Figures(System.out);
    private final Deliveries deliveries = new Deliveries();

    public static void main(String[] args) {
        System.exit(new CommandLine(new Bench()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("tachikoma-bench");
        System.out.println("Logs and data are in " + folder);
        try (SeparateProcesses parts = new SeparateProcesses(folder, javaOptions)) {
            parts.startWebserver();
            Callers clients = new Callers(parts.admin(MailDeliveryServiceGrpc::newBlockingStub));
            parts.admin(DeliveryNotificationServiceGrpc::newStub)
                    .notificationStream(NotificationStreamParameters.getDefaultInstance(), deliveries);
            int queued = accept(parts, clients);
            deliver(parts, queued);
            deliverWhileAccepting(parts, clients, queued);
        }
        figures.print();
        return CommandLine.ExitCode.OK;
    }

    private int accept(SeparateProcesses parts, Callers clients) throws InterruptedException {
        clients.send(warmUp, 1, callers);
        double load = Figures.load();
        figures.perSecond(
                "accepted, 1 recipient a call, %d callers".formatted(callers), clients.send(calls, 1, callers), load);
        heap(parts, warmUp + calls, "queued");
        load = Figures.load();
        figures.perSecond(
                "accepted recipients, %,d a call, 4 callers".formatted(bulkRecipients),
                clients.send(bulkCalls, bulkRecipients, 4),
                load);
        int queued = warmUp + calls + bulkCalls * bulkRecipients;
        heap(parts, queued, "queued");
        return queued;
    }

    private void deliver(SeparateProcesses parts, int queued) {
        double load = Figures.load();
        long start = System.nanoTime();
        parts.startNode();
        awaitDelivered(parts, queued);
        figures.perSecond(
                "delivered of %,d that waited, node's start included".formatted(queued), rate(queued, start), load);
        heap(parts, queued, "delivered");
    }

    private void deliverWhileAccepting(SeparateProcesses parts, Callers clients, int before)
            throws InterruptedException {
        double load = Figures.load();
        long start = System.nanoTime();
        double accepted = clients.send(live, 1, callers);
        awaitDelivered(parts, before + live);
        figures.perSecond("delivered, first call to last DELIVERED of %,d".formatted(live), rate(live, start), load);
        figures.perSecond("accepted meanwhile, 1 recipient a call", accepted, load);
        heap(parts, before + live, "delivered");
    }

    private void heap(SeparateProcesses parts, int mails, String state) {
        double load = Figures.load();
        figures.megabytes(
                "webserver heap in use after a full GC, %,d %s".formatted(mails, state),
                parts.liveBytesOfWebserver(),
                load);
    }

    private void awaitDelivered(SeparateProcesses parts, int mails) {
        await().atMost(Duration.ofHours(1)).pollInterval(Duration.ofMillis(50)).until(() -> {
            parts.check();
            return deliveries.count() >= mails;
        });
    }

    private static double rate(int mails, long startNanos) {
        return mails * 1e9 / (System.nanoTime() - startNanos);
    }
}
