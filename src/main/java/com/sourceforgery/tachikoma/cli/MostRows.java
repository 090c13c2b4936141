package com.sourceforgery.tachikoma.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How many rows of the database a command shows at most. */
final class MostRows {
    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "At most so many (${DEFAULT-VALUE}).")
    private int limit;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    int count() {
        if (limit < 1) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--limit is " + limit + "; give 1 or more.");
        }
        return limit;
    }
}
