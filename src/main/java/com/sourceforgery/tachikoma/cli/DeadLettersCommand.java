package com.sourceforgery.tachikoma.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tachikoma dead-letters}: what could not be used, for an operator to look at, retry or drop. */
@Command(
        name = "dead-letters",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Look at what could not be used, have it done again, or drop it.",
            "",
            "Nothing that was taken in is thrown away silently: a mail that cannot be composed, a node's report that says "
                    + "nothing usable, an event that cannot be published is kept in the database, with its cause."
        },
        footer = {
            "",
            "The database is the webserver's:",
            "SQL_URL=postgres://user:password@host:5432/db, or a line of the file that",
            "TACHIKOMA_CONFIG names.",
            "",
            "What to do with a dead letter:",
            "  tachikoma dead-letters list       which there are, newest first",
            "  tachikoma dead-letters show 17    its cause and its content",
            "  tachikoma dead-letters retry 17   once the cause is gone: does the work again",
            "  tachikoma dead-letters drop 17    when nobody needs it"
        },
        subcommands = {DeadLettersList.class, DeadLettersShow.class, DeadLettersRetry.class, DeadLettersDrop.class})
public final class DeadLettersCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Which command?");
    }
}
