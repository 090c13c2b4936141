package com.sourceforgery.tachikoma.lint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What is called inside the application ({@code direct:}, {@code group:}, {@code seda:}) has exactly the routes that it
 * needs: a consumer for each call, a call for each consumer. Names that contain a placeholder are left to the runtime.
 */
final class LinkRule implements Rule {
    private static final Pattern LINK = Pattern.compile("\\b(?:direct|group|seda):[a-z0-9-]+(?![a-z0-9-]*[{$])");

    @Override
    public Stream<Finding> check(RouteFile file, Project project) {
        Set<String> consumers = project.links(LinkRule::consumer);
        Set<String> calls = project.links(LinkRule::calls);
        Stream<Finding> missing = file.items().flatMap(item -> calls(item)
                .filter(link -> !consumers.contains(link))
                .map(link -> file.finding(item, "No route begins with '" + link + "'.")));
        Stream<Finding> idle = file.items().flatMap(item -> consumer(item)
                .filter(link -> !calls.contains(link) && !project.isNamedInJava(link))
                .map(link -> file.finding(item, "Nothing calls '" + link + "'.")));
        return Stream.concat(missing, idle);
    }

    private static Stream<String> consumer(RouteFile.Item item) {
        return item.pointer().endsWith("/from/uri") ? links(item.value()) : Stream.empty();
    }

    private static Stream<String> calls(RouteFile.Item item) {
        boolean words = item.key().equals("description") || item.key().equals("note");
        return words || item.pointer().endsWith("/from/uri") ? Stream.empty() : links(item.value());
    }

    private static Stream<String> links(JsonNode value) {
        return value.isTextual() ? LINK.matcher(value.asText()).results().map(MatchResult::group) : Stream.empty();
    }
}
