package com.sourceforgery.tachikoma.lint;

import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A placeholder has a value: in the role's properties file, set by the role, a parameter of the template around it, or a
 * default of its own ({@code {{name:value}}}).
 */
final class PlaceholderRule implements Rule {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([\\w.-]+)}}");

    @Override
    public Stream<Finding> check(RouteFile file, Project project) {
        Set<String> parameters = file.items()
                .filter(item -> item.pointer().matches("/\\d+/routeTemplate/parameters/\\d+/name"))
                .map(item -> item.value().asText())
                .collect(Collectors.toSet());
        return file.items().filter(item -> item.value().isTextual()).flatMap(item -> PLACEHOLDER
                .matcher(item.value().asText())
                .results()
                .map(MatchResult::group)
                .map(placeholder -> placeholder.substring(2, placeholder.length() - 2))
                .filter(name -> !parameters.contains(name) && !project.hasProperty(name))
                .map(name -> file.finding(item, "Nothing gives '{{" + name + "}}' a value.")));
    }
}
