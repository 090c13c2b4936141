package com.sourceforgery.tachikoma.lint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Nothing fails unseen: a route that is not called by one that waits for its outcome (a route of the clock, a queue, a
 * seda endpoint) names a route configuration, which says where its failures end. The one without a name leaves them to
 * the caller.
 */
final class FailureRule implements Rule {
    /** Those whose caller hears of the failure and answers for it. */
    private static final Set<String> TOLD =
            Set.of("direct", "group", "grpc", "kamelet", "maillog", "mta-queue", "platform-http");

    @Override
    public Stream<Finding> check(RouteFile file, Project project) {
        return file.routes().flatMap(route -> check(file, route, project));
    }

    private static Stream<Finding> check(RouteFile file, RouteFile.Item route, Project project) {
        String uri = route.value().path("from").path("uri").asText();
        JsonNode named = route.value().path("routeConfigurationId");
        if (!named.isMissingNode() && !configurations(project).contains(named.asText())) {
            return Stream.of(file.finding(
                    route.pointer() + "/routeConfigurationId",
                    "There is no route configuration '" + named.asText() + "'."));
        }
        return named.isTextual() || TOLD.contains(uri.replaceFirst(":.*", ""))
                ? Stream.empty()
                : Stream.of(file.finding(
                        route,
                        "Nobody hears when this route fails: name the route configuration that ends its failures."));
    }

    /** Their ids. */
    private static Set<String> configurations(Project project) {
        return project.files().stream()
                .flatMap(RouteFile::items)
                .filter(item -> item.key().equals("routeConfiguration"))
                .map(item -> item.value().path("id").asText())
                .collect(Collectors.toSet());
    }
}
