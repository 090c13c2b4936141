package com.sourceforgery.tachikoma.cli;

import com.sourceforgery.tachikoma.bounce.NoticeReader;
import com.sourceforgery.tachikoma.reply.ReplyRules;
import java.io.PrintWriter;
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
            "Check a file of rules, replies.yaml or notices.yaml, and name all of its faults with their lines.",
            "",
            "Each example has to be won by its own rule, each code has to be reachable. Exit code 1 when there is a fault."
        },
        footer = {"", "  tachikoma rules check camel/rules/replies.yaml"})
final class RulesCheck implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The file; without one the rules in force.")
    private Path file;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        boolean isOfNotices = file != null && RulesFile.isOfNotices(file);
        if (!isOfNotices) {
            ReplyRules rules = RulesFile.open(() -> file == null ? ReplyRules.packaged() : ReplyRules.read(file));
            out().printf(
                            "%s: version %s, %d rules, %d codes, %d classes, no fault.%n",
                            rules.source(),
                            rules.version(),
                            rules.textCount(),
                            rules.codeCount(),
                            rules.classes().size());
        }
        if (isOfNotices || file == null) {
            RulesFile.open(() -> file == null ? NoticeReader.packaged() : NoticeReader.read(file));
            out().println((file == null ? NoticeReader.FILE : file) + ": no fault.");
        }
        return 0;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
