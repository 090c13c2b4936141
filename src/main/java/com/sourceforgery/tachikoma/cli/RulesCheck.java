package com.sourceforgery.tachikoma.cli;

import com.sourceforgery.tachikoma.reply.ReplyRules;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tachikoma rules check}. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Check a file of rules, and name all of its faults with their lines.",
            "",
            "Each example has to be won by its own rule, each code has to be reachable, each regular expression has to "
                    + "come to an end on a hostile text. Exit code 1 when there is a fault."
        },
        footer = {"", "  tachikoma rules check camel/rules/replies.yaml"})
final class RulesCheck implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The file; without one the rules in force.")
    private Path file;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        ReplyRules rules = RulesFile.open(file, true);
        spec.commandLine()
                .getOut()
                .printf(
                        "%s: version %s, %d rules, %d codes, %d classes, no fault.%n",
                        rules.source(),
                        rules.version(),
                        rules.textCount(),
                        rules.codeCount(),
                        rules.classes().size());
        return 0;
    }
}
