package com.sourceforgery.tachikoma.lint;

import java.util.Set;
import java.util.stream.Stream;

/**
 * Routes are written as visual editors write them: {@code route} or {@code routeTemplate} around them, options of an
 * endpoint under {@code parameters}. Error handling is in route configurations, because at the top level it means one
 * file or all of them.
 */
final class CanonicalFormRule implements Rule {
    private static final Set<String> TOP_LEVEL = Set.of("beans", "route", "routeConfiguration", "routeTemplate");

    @Override
    public Stream<Finding> check(RouteFile file, Project project) {
        return Stream.concat(topLevel(file), queryStrings(file));
    }

    private static Stream<Finding> topLevel(RouteFile file) {
        return file.items()
                .filter(item -> item.pointer().matches("/\\d+/\\w+") && !TOP_LEVEL.contains(item.key()))
                .map(item -> file.finding(
                        item,
                        "'" + item.key() + "' does not stand at the top level: a file has routes, route templates, "
                                + "route configurations and beans."));
    }

    private static Stream<Finding> queryStrings(RouteFile file) {
        return file.endpoints()
                .filter(endpoint -> endpoint.value().path("uri").asText().contains("?"))
                .map(endpoint -> file.finding(
                        endpoint.pointer() + "/uri",
                        "Options of an endpoint stand under 'parameters', not in its uri."));
    }
}
