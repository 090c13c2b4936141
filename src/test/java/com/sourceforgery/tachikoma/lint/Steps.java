package com.sourceforgery.tachikoma.lint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;

/** The steps of all route files, without {@code doTry} and {@code stop}: Camel shows neither to an interceptor. */
public final class Steps {
    private Steps() {}

    /** Those of the webserver and of the node. */
    public static List<Step> ofAllRoles() {
        return Stream.of(Project.webserver(), Project.node())
                .flatMap(role -> role.files().stream())
                .flatMap(file -> file.items()
                        .filter(item -> item.pointer().matches(".*/steps/\\d+"))
                        .filter(item ->
                                !item.value().has("doTry") && !item.value().has("stop"))
                        .map(item -> step(file, item)))
                .sorted((a, b) -> a.place().compareTo(b.place()))
                .toList();
    }

    private static Step step(RouteFile file, RouteFile.Item item) {
        String kind = item.value().fieldNames().next();
        JsonNode id = item.value().path(kind).path("id");
        String place = file.path().getParent().getFileName() + "/" + file.path().getFileName();
        return new Step(place + ":" + file.lineOf(item), id.isMissingNode() ? kind : kind + " '" + id.asText() + "'");
    }
}
