package com.sourceforgery.tachikoma.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tachikoma dead-letters retry}. */
@Command(
        name = "retry",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Have a webserver do again what dead letters are about, and wait until it has.",
        footer = {
            "",
            "A webserver that runs on this database takes them up within seconds:",
            "  status    stores the node's report again; told twice, it makes one event",
            "  bounce    reads the mail by the rules of today; one that tells nothing is done",
            "  hit       stores the open, click, unsubscribe or report of abuse again",
            "  notify    publishes the event again",
            "  dispatch  composes the mail again and sends it: it has told HARD_BOUNCED",
            "            before, now it tells QUEUED",
            "",
            "Exit code: 0 when all is done, 1 when something could not be done (it stays,",
            "with the reason) or was not done in time."
        })
final class DeadLettersRetry implements Callable<Integer> {
    private static final Duration PAUSE = Duration.ofMillis(500);

    @Mixin
    private LetterSelection selection;

    @Option(names = "--no-wait", description = "Only ask for it.")
    private boolean noWait;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "Wait at most so long (${DEFAULT-VALUE}).")
    private int timeout;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        DeadLetterStore store = new DeadLetterStore();
        List<Long> ids = store.requestRetry(selection);
        PrintWriter out = spec.commandLine().getOut();
        out.println(ids.size() + " requested.");
        boolean done = noWait || waitFor(store, ids, out);
        selection.checkFound(ids);
        return done ? 0 : 1;
    }

    private boolean waitFor(DeadLetterStore store, List<Long> ids, PrintWriter out) throws InterruptedException {
        Instant end = Instant.now().plusSeconds(timeout);
        List<Map<String, Object>> left = store.find(ids.toArray(Long[]::new));
        while (left.stream().anyMatch(DeadLettersRetry::isWaiting)
                && Instant.now().isBefore(end)) {
            Thread.sleep(PAUSE.toMillis());
            left = store.find(ids.toArray(Long[]::new));
        }
        out.println(ids.size() - left.size() + " done.");
        left.forEach(letter -> out.println(letter.get("id") + " stays: "
                + (isWaiting(letter)
                        ? "no webserver has seen to it within " + timeout + " seconds; it will still be retried."
                        : letter.get("retry_outcome"))));
        return left.isEmpty();
    }

    private static boolean isWaiting(Map<String, Object> letter) {
        return letter.get("retry_requested_at") != null;
    }
}
