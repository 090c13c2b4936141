package com.sourceforgery.tachikoma.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tachikoma dead-letters show}. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Show one dead letter with its whole cause and its content.")
final class DeadLettersShow implements Callable<Integer> {
    @Parameters(paramLabel = "ID", description = "Its id as 'list' shows it.")
    private long id;

    @Option(names = "--json", description = "One line of JSON, for programs.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<Map<String, Object>> letters = new DeadLetterStore().find(id);
        if (letters.isEmpty()) {
            throw new CommandFailure("There is no dead letter " + id + ".");
        }
        LetterReport report = new LetterReport(spec.commandLine().getOut());
        if (json) {
            report.json(letters.get(0));
        } else {
            report.whole(letters.get(0));
        }
        return 0;
    }
}
