package com.sourceforgery.tachikoma.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tachikoma dead-letters drop}. */
@Command(
        name = "drop",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Throw dead letters away for good.",
        footer = {"", "Exit code: 0, or 1 when one of the ids was not there; the others are dropped."})
final class DeadLettersDrop implements Callable<Integer> {
    @Mixin
    private LetterSelection selection;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<Long> dropped = new DeadLetterStore().drop(selection);
        spec.commandLine().getOut().println(dropped.size() + " dropped.");
        selection.checkFound(dropped);
        return 0;
    }
}
