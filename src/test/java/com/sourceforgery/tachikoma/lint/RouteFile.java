package com.sourceforgery.tachikoma.lint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A YAML file of routes: its values, and the line of each. */
final class RouteFile {
    private final Path path;
    private final List<String> lines;
    private final Map<String, Integer> lineOf = new HashMap<>();
    private final List<Finding> mistakes = new ArrayList<>();
    private final List<Item> items = new ArrayList<>();
    private JsonNode root = MissingNode.getInstance();

    private RouteFile(Path path, String text) {
        this.path = path;
        this.lines = text.lines().toList();
        try {
            new Compose(LoadSettings.builder().setUseMarks(true).build())
                    .composeString(text)
                    .ifPresent(node -> root = convert(node, ""));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            mistakes.add(new Finding(path, line, "This is not YAML: " + e.getProblem() + "."));
        }
    }

    static RouteFile read(Path path) {
        try {
            return new RouteFile(path, Files.readString(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A value of the file.
     *
     * @param pointer its place (RFC 6901)
     */
    record Item(String pointer, String key, JsonNode value) {}

    Path path() {
        return path;
    }

    /** The first word of the file's name: {@code stream} for {@code stream-feed.camel.yaml}. */
    String stage() {
        return path.getFileName().toString().replaceFirst("[.-].*", "");
    }

    List<String> lines() {
        return lines;
    }

    JsonNode root() {
        return root;
    }

    /** Where the text is no YAML at all. */
    Stream<Finding> mistakes() {
        return mistakes.stream();
    }

    /** Every value of the file, outer ones after inner ones. */
    Stream<Item> items() {
        return items.stream();
    }

    /** Each {@code route} and each route of a {@code routeTemplate}. */
    Stream<Item> routes() {
        return items().filter(item -> item.key().equals("route") && item.value().isObject());
    }

    /** Each {@code from}, {@code to}, {@code toD}, … that names an endpoint. */
    Stream<Item> endpoints() {
        return items().filter(item -> item.value().path("uri").isTextual());
    }

    int lineOf(Item item) {
        return lineOf.get(item.pointer());
    }

    Finding finding(String pointer, String sentence) {
        return new Finding(path, lineOf.getOrDefault(pointer, 1), sentence);
    }

    Finding finding(Item item, String sentence) {
        return finding(item.pointer(), sentence);
    }

    Finding findingAtLine(int line, String sentence) {
        return new Finding(path, line, sentence);
    }

    private JsonNode convert(Node node, String pointer) {
        lineOf.putIfAbsent(pointer, lineOf(node));
        JsonNode value = node instanceof MappingNode mapping
                ? convertMapping(mapping, pointer)
                : node instanceof SequenceNode sequence
                        ? convertSequence(sequence, pointer)
                        : convertScalar((ScalarNode) node);
        items.add(new Item(pointer, pointer.substring(pointer.lastIndexOf('/') + 1), value));
        return value;
    }

    private ObjectNode convertMapping(MappingNode mapping, String pointer) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        mapping.getValue().forEach(tuple -> {
            String key = ((ScalarNode) tuple.getKeyNode()).getValue();
            String place = pointer + "/" + key.replace("~", "~0").replace("/", "~1");
            lineOf.put(place, lineOf(tuple.getKeyNode()));
            object.set(key, convert(tuple.getValueNode(), place));
        });
        return object;
    }

    private ArrayNode convertSequence(SequenceNode sequence, String pointer) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Node element : sequence.getValue()) {
            array.add(convert(element, pointer + "/" + array.size()));
        }
        return array;
    }

    private static JsonNode convertScalar(ScalarNode scalar) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        String text = scalar.getValue();
        if (scalar.getTag().equals(Tag.BOOL)) {
            return json.booleanNode(Boolean.parseBoolean(text));
        }
        if (scalar.getTag().equals(Tag.INT)) {
            return json.numberNode(Long.decode(text));
        }
        if (scalar.getTag().equals(Tag.FLOAT)) {
            return json.numberNode(Double.parseDouble(text));
        }
        return scalar.getTag().equals(Tag.NULL) ? json.nullNode() : json.textNode(text);
    }

    private static int lineOf(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }
}
