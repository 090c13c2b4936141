package com.sourceforgery.tachikoma.lint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Camel's JSON schema of YAML routes without the short forms that it allows: each step is an object with its endpoint
 * under {@code uri}, each expression stands under {@code expression}. Without the choice between forms, a message names
 * the mistake and not only the choice that failed.
 */
final class Schema {
    private static final String LANGUAGE = "org.apache.camel.model.language.ExpressionDefinition";

    private final JsonSchema schema = compile(canonical());

    Collection<ValidationMessage> validate(JsonNode root) {
        return root.isMissingNode() ? List.of() : schema.validate(root);
    }

    private static JsonSchema compile(JsonNode schema) {
        SchemaValidatorsConfig settings =
                SchemaValidatorsConfig.builder().pathType(PathType.JSON_POINTER).build();
        return JsonSchemaFactory.getInstance(VersionFlag.V4).getSchema(schema, settings);
    }

    private static JsonNode canonical() {
        JsonNode schema = read();
        JsonNode definitions = schema.at("/items/definitions");
        List<String> languages = new ArrayList<>();
        definitions.path(LANGUAGE).path("properties").fieldNames().forEachRemaining(languages::add);
        definitions.forEach(definition -> removeShortForms((ObjectNode) definition, languages));
        return schema;
    }

    private static void removeShortForms(ObjectNode definition, List<String> languages) {
        definition.path("oneOf").forEach(form -> {
            if (form.path("type").asText().equals("object")) {
                definition.setAll((ObjectNode) form);
            }
        });
        definition.remove("oneOf");
        definition.path("anyOf").forEach(group -> group.path("oneOf").forEach(choice -> {
            ObjectNode properties = (ObjectNode) definition.path("properties");
            if (choice.path("properties").has("expression")) {
                properties.remove(languages);
            }
            choice.path("properties").properties().forEach(each -> properties.set(each.getKey(), each.getValue()));
        }));
        definition.remove("anyOf");
    }

    private static JsonNode read() {
        try (InputStream file = Schema.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
            return new ObjectMapper().readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
