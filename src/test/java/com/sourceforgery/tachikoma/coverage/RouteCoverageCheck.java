package com.sourceforgery.tachikoma.coverage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sourceforgery.tachikoma.lint.Step;
import com.sourceforgery.tachikoma.lint.Steps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Runs after all tests: together they have executed every step of every route. */
class RouteCoverageCheck {
    @Test
    void everyStepOfEveryRouteWasExecuted() throws IOException {
        List<Step> steps = Steps.ofAllRoles();
        Set<String> reached = reached();
        List<Step> missed = new ArrayList<>(steps);
        missed.removeIf(step -> reached.contains(step.place()));

        System.out.printf("Route steps executed: %d of %d%n", steps.size() - missed.size(), steps.size());
        assertEquals("", missed.stream().map(Step::toString).collect(Collectors.joining("\n")));
    }

    /** What the tests' processes wrote down, as {@code <folder>/<file>:<line>}. */
    private static Set<String> reached() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("route.coverage")))) {
            List<String> lines = new ArrayList<>();
            for (Path file : files.toList()) {
                lines.addAll(Files.readAllLines(file));
            }
            return lines.stream()
                    .map(line -> line.replaceFirst("^(?:[a-z]+:)?(?:.*/)?([^/]+/[^/]+)$", "$1"))
                    .collect(Collectors.toSet());
        }
    }
}
