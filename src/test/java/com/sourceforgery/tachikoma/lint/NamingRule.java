package com.sourceforgery.tachikoma.lint;

import java.util.stream.Stream;

/** A route tells what it is for: its id is {@code <stage>-<verb>}, and it has a description and a group. */
final class NamingRule implements Rule {
    @Override
    public Stream<Finding> check(RouteFile file, Project project) {
        return file.routes().flatMap(route -> Stream.concat(checkId(file, route), checkWords(file, route)));
    }

    private static Stream<Finding> checkId(RouteFile file, RouteFile.Item route) {
        String id = idOf(route);
        if (id.matches(file.stage() + "(-[a-z0-9]+)+")) {
            return Stream.empty();
        }
        String said = id.isEmpty() ? "This route has no id" : "The id '" + id + "' is not one of this stage";
        return Stream.of(file.finding(route, said + ": it is to be '" + file.stage() + "-<verb>', in lower case."));
    }

    private static String idOf(RouteFile.Item route) {
        return route.value().path("id").asText();
    }

    private static Stream<Finding> checkWords(RouteFile file, RouteFile.Item route) {
        return Stream.of("description", "group")
                .filter(word -> route.value().path(word).asText().isBlank())
                .map(word -> file.finding(route, "The route '" + idOf(route) + "' has no " + word + "."));
    }
}
