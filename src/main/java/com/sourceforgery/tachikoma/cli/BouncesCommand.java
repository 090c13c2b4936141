package com.sourceforgery.tachikoma.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tachikoma bounces}: what mail servers said of mails. */
@Command(
        name = "bounces",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Bounces: what they mean, and what of them is an operator's matter.",
        footer = {
            "",
            "The database is the webserver's:",
            "SQL_URL=postgres://user:password@host:5432/db, or a line of the file that",
            "TACHIKOMA_CONFIG names."
        },
        subcommands = {BouncesAlarms.class, BouncesJudge.class})
public final class BouncesCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Which command?");
    }
}
