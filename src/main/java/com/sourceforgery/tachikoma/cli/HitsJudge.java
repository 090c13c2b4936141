package com.sourceforgery.tachikoma.cli;

import com.sourceforgery.tachikoma.hit.HitAgents;
import com.sourceforgery.tachikoma.hit.HitHistory;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tachikoma hits judge}. */
@Command(
        name = "judge",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Judge opens and clicks of the past again, by the rules of today.",
            "",
            "Their verdicts change in the table hit and in the history of events; nobody is notified, nothing is sent or "
                    + "blocked. Stop it whenever you like, run it as often as you like."
        },
        footer = {"", "  tachikoma hits judge --since -7d"})
final class HitsJudge implements Callable<Integer> {
    @Option(
            names = "--since",
            paramLabel = "TIME",
            required = true,
            description = "From then on: 2026-05-01T08:00, 2026-05-01T08:00:00Z, or -7d (s, m, h, d).")
    private String since;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Instant beginning = PointInTime.parse("--since", since, Instant.now());
        Map<String, Long> changes = new TreeMap<>();
        long judged = ServerDatabase.ofProcess()
                .work(
                        database -> new HitHistory(database, new HitAgents())
                                .judge(beginning, change -> changes.merge(change, 1L, Long::sum)),
                        "What was judged stays so; run it again.");
        changes.forEach((change, count) -> spec.commandLine().getOut().printf("%-45s %8d%n", change, count));
        spec.commandLine().getOut().println(judged + " judged.");
        return 0;
    }
}
