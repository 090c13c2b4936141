package com.sourceforgery.tachikoma.lint;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The SQL files beside the routes: each begins with what it does and what it changes, and each is used. */
final class StatementFiles {
    private StatementFiles() {}

    static Stream<Finding> check(Path folder, List<Project> roles) {
        Set<String> named = roles.stream()
                .flatMap(
                        role -> role
                                .links(item -> item.key().equals("query")
                                        ? Stream.of(item.value().asText())
                                        : Stream.empty())
                                .stream())
                .map(query -> query.substring(query.lastIndexOf('/') + 1))
                .collect(Collectors.toSet());
        return Project.list(folder, ".sql").flatMap(file -> {
            String name = file.getFileName().toString();
            boolean used = named.contains(name)
                    || roles.stream().anyMatch(role -> role.isNamedInJava(name.replace(".sql", "")));
            return Stream.concat(
                    Project.read(file).startsWith("-- ")
                            ? Stream.empty()
                            : Stream.of(new Finding(
                                    file, 1, "The first line is to be a comment that says what the statement does.")),
                    used ? Stream.empty() : Stream.of(new Finding(file, 1, "No route and no class names this file.")));
        });
    }
}
