package com.sourceforgery.tachikoma.lint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A bean that a route names is one that a role binds. */
final class BeanRule implements Rule {
    private static final Pattern NAME = Pattern.compile("#(?:bean:)?(\\w+)|bean:(\\w+).*");

    @Override
    public Stream<Finding> check(RouteFile file, Project project) {
        return file.items().flatMap(item -> name(item)
                .filter(name -> !project.bindsBean(name))
                .map(name -> file.finding(item, "No role binds a bean '" + name + "'.")));
    }

    private static Stream<String> name(RouteFile.Item item) {
        JsonNode value = item.value();
        if (!value.isTextual()) {
            return Stream.empty();
        }
        if (item.key().equals("ref")) {
            return Stream.of(value.asText());
        }
        Matcher name = NAME.matcher(value.asText());
        return name.matches() ? Stream.of(name.group(1) == null ? name.group(2) : name.group(1)) : Stream.empty();
    }
}
