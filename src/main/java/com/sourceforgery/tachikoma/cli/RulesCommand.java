package com.sourceforgery.tachikoma.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tachikoma rules}: what the words of other mail servers mean. */
@Command(
        name = "rules",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Rules that say what the replies of other mail servers mean.",
        footer = {
            "",
            "The rules in force are the installation's, or TACHIKOMA_HOME/camel/rules/replies.yaml.",
            "No service is needed."
        },
        subcommands = {RulesCheck.class, RulesExplain.class})
public final class RulesCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Which command?");
    }
}
