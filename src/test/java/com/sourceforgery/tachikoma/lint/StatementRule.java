package com.sourceforgery.tachikoma.lint;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.util.stream.Stream;

/**
 * SQL is in files named {@code <stage>-<verb>.sql}, one statement each, which say what they do in their first line.
 * {@code sql} endpoints name such a file.
 */
final class StatementRule implements Rule {
    private static final String FOLDER = "classpath:camel/sql/";

    @Override
    public Stream<Finding> check(RouteFile file, Project project) {
        return file.endpoints()
                .filter(endpoint -> endpoint.value().path("uri").asText().startsWith("sql"))
                .flatMap(endpoint -> check(file, endpoint, project));
    }

    private static Stream<Finding> check(RouteFile file, RouteFile.Item endpoint, Project project) {
        JsonNode query = endpoint.value().path("parameters").path("query");
        String place = endpoint.pointer() + (query.isMissingNode() ? "/uri" : "/parameters/query");
        if (!endpoint.value().path("uri").asText().equals("sql")
                || !query.asText().startsWith(FOLDER)) {
            return Stream.of(
                    file.finding(place, "A statement stands in a file: uri 'sql', query '" + FOLDER + "<name>.sql'."));
        }
        String name = query.asText().substring(FOLDER.length());
        if (!name.matches(file.stage() + "(-[a-z0-9]+)+\\.sql")) {
            return Stream.of(file.finding(
                    place, "'" + name + "' is not one of this stage: it is to be '" + file.stage() + "-<verb>.sql'."));
        }
        return Files.exists(project.statements().resolve(name))
                ? Stream.empty()
                : Stream.of(file.finding(place, "There is no file '" + name + "' in " + project.statements() + "."));
    }
}
