package com.sourceforgery.tachikoma.cli;

import com.sourceforgery.tachikoma.config.Settings;
import com.sourceforgery.tachikoma.database.Database;
import com.sourceforgery.tachikoma.database.SqlUrl;
import com.sourceforgery.tachikoma.hit.HitAgents;
import com.sourceforgery.tachikoma.hit.HitHistory;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.springframework.dao.DataAccessException;
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
        SqlUrl url = SqlUrl.parse(
                Settings.ofProcess().require("SQL_URL", "where PostgreSQL is, postgres://user:password@host:5432/db"));
        Map<String, Long> changes = new TreeMap<>();
        try (HikariDataSource database = Database.open(url, 1)) {
            long judged = new HitHistory(database, new HitAgents())
                    .judge(beginning, change -> changes.merge(change, 1L, Long::sum));
            changes.forEach((change, count) -> spec.commandLine().getOut().printf("%-45s %8d%n", change, count));
            spec.commandLine().getOut().println(judged + " judged.");
            return 0;
        } catch (DataAccessException e) {
            throw new CommandFailure("The database at " + url + " did not answer: "
                    + e.getMostSpecificCause().getMessage().strip() + ". What was judged stays so; run it again.");
        }
    }
}
