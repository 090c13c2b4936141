package com.sourceforgery.tachikoma.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tachikoma bounces alarms}. */
@Command(
        name = "alarms",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Show which mail servers refuse mail because of us, by hour and rule, newest first.",
            "",
            "What a class means and what to do about it: docs/bounces.md."
        })
final class BouncesAlarms implements Callable<Integer> {
    private static final List<String> COLUMNS =
            List.of("hour", "mail_domain", "class", "rule", "mails", "recipient_domain", "status", "reply");

    private static final int REPLY_WIDTH = 100;

    private final ObjectMapper mapper = new ObjectMapper();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            defaultValue = "-7d",
            description = "From then on: 2026-05-01T08:00, or -7d (s, m, h, d). Default: ${DEFAULT-VALUE}.")
    private String since;

    @Mixin
    private MostRows limit;

    @Option(names = "--json", description = "A line of JSON for each, for programs.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Instant beginning = PointInTime.parse("--since", since, Instant.now());
        show(
                spec.commandLine().getOut(),
                ServerDatabase.ofProcess()
                        .query("alarm-list", Map.of("since", beginning.toString(), "limit", limit.count())));
        return 0;
    }

    private void show(PrintWriter out, List<Map<String, Object>> alarms) {
        if (json) {
            alarms.forEach(alarm -> out.println(line(alarm)));
            return;
        }
        TextTable table =
                new TextTable("HOUR (UTC)", "DOMAIN", "CLASS", "RULE", "MAILS", "RECIPIENTS", "STATUS", "REPLY");
        alarms.forEach(alarm -> table.row(COLUMNS.stream()
                .map(column -> TextTable.cut(String.valueOf(alarm.get(column)), REPLY_WIDTH))
                .toArray(String[]::new)));
        out.print(alarms.isEmpty() ? "No alarms.%n".formatted() : table.toString());
        out.flush();
    }

    private String line(Map<String, Object> alarm) {
        try {
            return mapper.writeValueAsString(alarm);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
