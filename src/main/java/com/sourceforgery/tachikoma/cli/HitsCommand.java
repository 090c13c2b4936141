package com.sourceforgery.tachikoma.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tachikoma hits}: opens and clicks of mails as they came in. */
@Command(
        name = "hits",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Opens and clicks of mails, and who is behind them: people, proxies or scanners.",
        footer = {
            "",
            "The database is the webserver's:",
            "SQL_URL=postgres://user:password@host:5432/db, or a line of the file that",
            "TACHIKOMA_CONFIG names."
        },
        subcommands = HitsJudge.class)
public final class HitsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Which command?");
    }
}
