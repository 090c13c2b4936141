package com.sourceforgery.tachikoma.lint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;

/** A file says only what Camel's JSON schema knows, in full: the runtime is more tolerant and drops what it does not know. */
final class SchemaRule implements Rule {
    private final Schema schema = new Schema();

    @Override
    public Stream<Finding> check(RouteFile file, Project project) {
        return schema.validate(file.root()).stream()
                .filter(message -> !isPlaceholder(message.getInstanceNode()))
                .map(message -> file.finding(
                        message.getInstanceLocation().toString(),
                        "Not in Camel's schema, short forms apart: " + message.getError() + "."));
    }

    /** One that stands where the schema wants a number or truth value. */
    private static boolean isPlaceholder(JsonNode value) {
        return value.asText().startsWith("{{");
    }
}
