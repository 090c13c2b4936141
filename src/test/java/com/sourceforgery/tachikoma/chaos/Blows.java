package com.sourceforgery.tachikoma.chaos;

import com.sourceforgery.tachikoma.chaos.Parts.Part;
import com.sourceforgery.tachikoma.sink.SinkStats.Counter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Kills one part after the other, in any order, each while mails flow. */
final class Blows {
    private final Parts parts;
    private final Senders senders;
    private final int inFlight;
    private final Consumer<String> say;
    private long arrivedBefore;

    /** @param inFlight how many mails are under way at each blow, at least */
    Blows(Parts parts, Senders senders, int inFlight, Consumer<String> say) {
        this.parts = parts;
        this.senders = senders;
        this.inFlight = inFlight;
        this.say = say;
    }

    /**
     * Sends the mails, a burst of them for each blow.
     *
     * @param minutes over which, at least
     * @param kills of each part
     */
    void strikeWhileMailsFlow(int mails, double minutes, int kills, Random random) throws Exception {
        List<Part> blows = new ArrayList<>();
        for (Part part : Part.values()) {
            blows.addAll(Collections.nCopies(kills, part));
        }
        Collections.shuffle(blows, random);
        int wiped = blows.indexOf(Part.RABBITMQ);
        long slot = Math.round(minutes * 60_000_000_000L / blows.size());
        long begin = System.nanoTime();
        for (int i = 0; i < blows.size(); i++) {
            CompletableFuture<Void> burst = burst(mails * i / blows.size(), mails * (i + 1) / blows.size());
            strike(blows.get(i), i == wiped, random.nextInt(3000));
            burst.join();
            TimeUnit.NANOSECONDS.sleep(Math.max(0, begin + slot * (i + 1) - System.nanoTime()));
        }
    }

    private CompletableFuture<Void> burst(int from, int to) {
        return CompletableFuture.runAsync(() -> {
            try {
                senders.send(from, to);
            } catch (InterruptedException e) {
                throw new CompletionException(e);
            }
        });
    }

    /** Strikes when enough mails are under way, and some have arrived since the last blow: all parts work again. */
    private void strike(Part part, boolean wipe, int downMillis) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
        while (underWay() < inFlight || arrived() == arrivedBefore) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "Only " + underWay() + " of " + senders.accepted().size()
                                + " accepted mails are under way, refused were " + senders.refused());
            }
            parts.startWhatHasEnded();
            TimeUnit.MILLISECONDS.sleep(2);
        }
        long found = underWay();
        if (wipe) {
            parts.wipeBroker();
        } else {
            parts.kill(part);
            TimeUnit.MILLISECONDS.sleep(downMillis);
            parts.start(part);
        }
        arrivedBefore = arrived();
        say.accept("%s killed with %d mails under way, %s"
                .formatted(part, found, wipe ? "emptied, restarted" : "restarted after " + downMillis + " ms"));
    }

    /** Promised by the webserver, and not arrived. */
    private long underWay() {
        return senders.accepted().size() - arrived();
    }

    private long arrived() {
        return parts.sink().stats().get(Counter.MAILS);
    }
}
