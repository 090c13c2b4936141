package com.sourceforgery.tachikoma;

import com.sourceforgery.tachikoma.cli.AccountCommand;
import com.sourceforgery.tachikoma.cli.AddressCommand;
import com.sourceforgery.tachikoma.cli.BlockedCommand;
import com.sourceforgery.tachikoma.cli.BouncesCommand;
import com.sourceforgery.tachikoma.cli.CommandFailure;
import com.sourceforgery.tachikoma.cli.DeadLettersCommand;
import com.sourceforgery.tachikoma.cli.EventsCommand;
import com.sourceforgery.tachikoma.cli.HitsCommand;
import com.sourceforgery.tachikoma.cli.ImportCommand;
import com.sourceforgery.tachikoma.cli.RulesCommand;
import com.sourceforgery.tachikoma.cli.ScheduledCommand;
import com.sourceforgery.tachikoma.cli.SendCommand;
import com.sourceforgery.tachikoma.cli.UserCommand;
import com.sourceforgery.tachikoma.config.SettingException;
import com.sourceforgery.tachikoma.demo.DemoCommand;
import com.sourceforgery.tachikoma.node.NodeCommand;
import com.sourceforgery.tachikoma.sink.SinkCommand;
import com.sourceforgery.tachikoma.webserver.WebserverCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Main class: each role and each command of {@code bin/tachikoma} is a subcommand. */
@Command(
        name = "tachikoma",
        description = "A self-hosted Email Service Provider.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            WebserverCommand.class,
            NodeCommand.class,
            SinkCommand.class,
            SendCommand.class,
            DeadLettersCommand.class,
            EventsCommand.class,
            ScheduledCommand.class,
            HitsCommand.class,
            BouncesCommand.class,
            RulesCommand.class,
            BlockedCommand.class,
            UserCommand.class,
            AddressCommand.class,
            AccountCommand.class,
            ImportCommand.class,
            DemoCommand.class
        })
public final class Tachikoma implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** The whole command line; exit codes: 0 done, 1 failed (one sentence on standard error), 2 wrong usage. */
    public static CommandLine commandLine() {
        return new CommandLine(new Tachikoma()).setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof SettingException || failure instanceof CommandFailure) {
                command.getErr().println(failure.getMessage());
                return CommandLine.ExitCode.SOFTWARE;
            }
            throw failure;
        });
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Which command?");
    }
}
