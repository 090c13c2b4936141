package com.sourceforgery.tachikoma.chaos;

import com.sourceforgery.tachikoma.grpc.frontend.EmailNotification.NotificationCase;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.MailDeliveryServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.DeliveryNotificationServiceGrpc;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.SinkCopies;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bin/chaos}. */
@Command(
        name = "chaos",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Sends mails while each part of an installation is killed (-9) and restarted at random, the broker once "
                        + "emptied, and judges what became of them. Exit code 0: nothing lost, no event missing, each duplicate "
                        + "explained.")
final class Chaos implements Callable<Integer> {
    @Option(
            names = "--mails",
            defaultValue = "1500",
            description = "Mails, each to an address of its own (${DEFAULT-VALUE}).")
    private int mails;

    @Option(
            names = "--minutes",
            defaultValue = "1",
            description = "Over how long they are sent, at least (${DEFAULT-VALUE}).")
    private double minutes;

    @Option(names = "--kills", defaultValue = "1", description = "How often each part is killed (${DEFAULT-VALUE}).")
    private int kills;

    @Option(
            names = "--in-flight",
            defaultValue = "200",
            description = "Mails under way at each kill (${DEFAULT-VALUE}).")
    private int inFlight;

    @Option(
            names = "--lease",
            defaultValue = "60",
            description = "Seconds after which a mail that the broker lost is tried again (${DEFAULT-VALUE}).")
    private int lease;

    @Option(
            names = "--patience",
            defaultValue = "15",
            description = "Minutes to wait for the last events (${DEFAULT-VALUE}).")
    private int patience;

    @Option(names = "--seed", description = "Of the order of the kills; printed, so that a run can be made again.")
    private Long seed;

    private Parts parts;
    private Senders senders;
    private Follower follower;

    public static void main(String[] args) {
        System.exit(new CommandLine(new Chaos()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("tachikoma-chaos");
        long number = seed == null ? System.nanoTime() : seed;
        say(
                "%d mails over %s minutes, %d kills of each part, seed %d, logs in %s",
                mails, minutes, kills, number, folder);
        parts = new Parts(folder, lease);
        ManagedChannel channel = ManagedChannelBuilder.forAddress("127.0.0.1", parts.port())
                .usePlaintext()
                .keepAliveTime(10, TimeUnit.SECONDS)
                .build();
        try {
            String token = parts.apiToken("FRONTEND_ADMIN");
            senders = new Senders(Installation.authorized(token, MailDeliveryServiceGrpc.newBlockingStub(channel)));
            follower = new Follower(Installation.authorized(token, DeliveryNotificationServiceGrpc.newStub(channel)));
            new Blows(parts, senders, inFlight, line -> say(line))
                    .strikeWhileMailsFlow(mails, minutes, kills, new Random(number));
            awaitLastEvents();
            return judge();
        } finally {
            follower.close();
            senders.close();
            channel.shutdownNow();
            parts.close();
        }
    }

    private void awaitLastEvents() throws Exception {
        say("All mails are accepted: waiting for the last events");
        long deadline = System.nanoTime() + Duration.ofMinutes(patience).toNanos();
        while (undelivered() > 0 && System.nanoTime() < deadline) {
            parts.startWhatHasEnded();
            TimeUnit.SECONDS.sleep(1);
        }
    }

    private long undelivered() {
        return senders.accepted().values().stream()
                .filter(id -> follower.count(id, NotificationCase.DELIVERED_EVENT) == 0
                        || follower.count(id, NotificationCase.QUEUED_EVENT) == 0)
                .count();
    }

    private int judge() throws Exception {
        Verdict verdict = Verdict.of(
                senders.accepted(), follower::count, SinkCopies.of(parts.sink().store()));
        say("Accepted %d of %d, refused %s", senders.accepted().size(), mails, senders.refused());
        say(
                "Recipients of calls that had to be made again: %d",
                senders.unanswered().size());
        verdict.lines().forEach(Chaos::say);
        boolean clean = verdict.isClean() && senders.accepted().size() == mails;
        say(clean ? "CLEAN" : "NOT CLEAN");
        return clean ? 0 : 1;
    }

    private static void say(String format, Object... arguments) {
        say(String.format(format, arguments));
    }

    private static void say(String line) {
        System.out.println(LocalTime.now().truncatedTo(ChronoUnit.SECONDS) + "  " + line);
    }
}
