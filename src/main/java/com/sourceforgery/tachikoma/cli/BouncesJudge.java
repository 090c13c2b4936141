package com.sourceforgery.tachikoma.cli;

import com.sourceforgery.tachikoma.reply.ReplyRules;
import com.sourceforgery.tachikoma.status.OutcomeHistory;
import com.sourceforgery.tachikoma.status.OutcomeHistory.Change;
import com.sourceforgery.tachikoma.status.Outcomes;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tachikoma bounces judge}. */
@Command(
        name = "judge",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Judge bounces of the past again, by the rules of today.",
            "",
            "Classes change in the history of events, and the block list follows: whom a rule had blocked that says so no "
                    + "more is let through, and whom a rule blocks now is blocked, unless the address has taken mail since "
                    + "or somebody has let it through. Stop it whenever you like, run it as often as you like."
        },
        footer = {"", "  tachikoma bounces judge --since -7d --dry-run"})
final class BouncesJudge implements Callable<Integer> {
    @Option(
            names = "--since",
            paramLabel = "TIME",
            required = true,
            description = "From then on: 2026-05-01T08:00, 2026-05-01T08:00:00Z, or -7d (s, m, h, d).")
    private String since;

    @Option(names = "--dry-run", description = "Show the difference and change nothing.")
    private boolean dryRun;

    @Spec
    private CommandSpec spec;

    private final Map<String, Long> changes = new TreeMap<>();
    private long blocked;
    private long freed;

    @Override
    public Integer call() {
        Instant beginning = PointInTime.parse("--since", since, Instant.now());
        ReplyRules rules = RulesFile.open(ReplyRules::packaged);
        long judged = ServerDatabase.ofProcess()
                .work(
                        database ->
                                new OutcomeHistory(database, new Outcomes(rules)).judge(beginning, dryRun, this::count),
                        "What was judged stays so; run it again.");
        report(judged, rules.version());
        return 0;
    }

    private void count(Change change) {
        if (!change.change().isEmpty()) {
            changes.merge(change.change(), 1L, Long::sum);
        }
        blocked += change.blocked() ? 1 : 0;
        freed += change.freed() ? 1 : 0;
    }

    private void report(long judged, String version) {
        PrintWriter out = spec.commandLine().getOut();
        changes.forEach((change, count) -> out.printf("%-70s %8d%n", change, count));
        out.printf("%d judged by rules %s.%n", judged, version);
        out.println(blocked + " blocked, " + freed + " let through"
                + (dryRun ? ", if it were no dry run: nothing was changed." : "."));
    }
}
