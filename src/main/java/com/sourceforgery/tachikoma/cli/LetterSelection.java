package com.sourceforgery.tachikoma.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which dead letters a command is about: those of some ids, or all, or all of a stage. */
final class LetterSelection {
    @Parameters(paramLabel = "ID", arity = "0..*", description = "Ids as 'list' shows them.")
    private List<Long> ids = List.of();

    @Option(names = "--all", description = "All of them.")
    private boolean all;

    @Option(
            names = "--stage",
            paramLabel = "STAGE",
            description = "All of this stage: dispatch, status, bounce, hit, notify.")
    private String stage;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** Parameters of {@code deadletter-request.sql} and {@code deadletter-drop.sql}. */
    Map<String, Object> parameters() {
        long ways = List.of(!ids.isEmpty(), all, stage != null).stream()
                .filter(given -> given)
                .count();
        if (ways != 1) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "Which dead letters? Give ids, or --all, or --stage STAGE.");
        }
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("ids", all || stage != null ? null : ids.toArray(Long[]::new));
        parameters.put("stage", stage);
        return parameters;
    }

    /** @throws CommandFailure when one of the ids was not there */
    void checkFound(List<Long> found) {
        TreeSet<Long> missing = new TreeSet<>(ids);
        found.forEach(missing::remove);
        if (!missing.isEmpty()) {
            throw new CommandFailure("There is no dead letter " + missing.first() + ".");
        }
    }
}
