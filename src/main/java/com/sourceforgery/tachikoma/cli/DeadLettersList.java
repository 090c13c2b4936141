package com.sourceforgery.tachikoma.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tachikoma dead-letters list}. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "List the dead letters, newest first.",
        footer = {
            "",
            "RETRY tells what came of 'retry': 'requested' until a webserver has seen to it,",
            "then why it could not be done. What was done is no dead letter any more."
        })
final class DeadLettersList implements Callable<Integer> {
    @Option(
            names = "--stage",
            paramLabel = "STAGE",
            description = "Those of one stage: dispatch, status, bounce, hit, notify.")
    private String stage;

    @Mixin
    private MostRows limit;

    @Option(names = "--json", description = "A line of JSON for each, for programs.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<Map<String, Object>> letters = new DeadLetterStore().list(stage, limit.count());
        LetterReport report = new LetterReport(spec.commandLine().getOut());
        if (json) {
            letters.forEach(report::json);
        } else {
            report.table(letters);
        }
        return 0;
    }
}
