package com.sourceforgery.tachikoma.bounce;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** The values of a rule file, and with which lines something is wrong: a fault ends nothing, so that all of them are found. */
final class RuleYaml {
    /** What {@code {recipient}} and {@code {original}} stand for: a group of that name that is an address. */
    private static final String ADDRESS = "(?:\"[^\"\\n]+\"|[^\\s<>()\\[\\]\"',;:|\\\\]+)@[^\\s<>()\\[\\]\"',;:|\\\\]+";

    private record Fault(int line, String sentence) {}

    private final List<Fault> faults = new ArrayList<>();

    /** @return {@code line <n>: <sentence>}, in the order of lines */
    List<String> faults() {
        return faults.stream()
                .sorted(Comparator.comparingInt(Fault::line))
                .map(fault -> "line " + fault.line() + ": " + fault.sentence())
                .toList();
    }

    void fault(int line, String sentence) {
        faults.add(new Fault(line, sentence));
    }

    Map<String, Node> sections(String yaml, Set<String> known) {
        Optional<Node> root = Optional.empty();
        try {
            root = new Compose(LoadSettings.builder()
                            .setMaxAliasesForCollections(0)
                            .build())
                    .composeString(yaml);
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            fault(line, "This is not YAML: " + e.getProblem() + ".");
            return Map.of();
        } catch (YamlEngineException e) {
            fault(1, "This is not YAML: " + e.getMessage() + ".");
            return Map.of();
        }
        if (root.isEmpty()) {
            fault(1, "The file is empty.");
            return Map.of();
        }
        return members(root.get(), "The file", known);
    }

    static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }

    void fault(Node node, String sentence) {
        fault(line(node), sentence);
    }

    /** @param known the names that it may have, null for any */
    Map<String, Node> members(Node node, String owner, Set<String> known) {
        Map<String, Node> members = new LinkedHashMap<>();
        if (!(node instanceof MappingNode mapping)) {
            fault(node, owner + " must have members (name: value).");
            return members;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            String name = text(tuple.getKeyNode());
            if (known != null && !known.contains(name)) {
                fault(
                        tuple.getKeyNode(),
                        owner + " has no member '" + name + "'; there are "
                                + known.stream().sorted().collect(Collectors.joining(", ")) + ".");
            } else if (members.putIfAbsent(name, tuple.getValueNode()) != null) {
                fault(tuple.getKeyNode(), "'" + name + "' is there twice.");
            }
        }
        return members;
    }

    String text(Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        fault(node, "A text is wanted here.");
        return "";
    }

    /** @return of a list its items, of one value itself, of nothing none */
    static List<Node> items(Node node) {
        if (node == null) {
            return List.of();
        }
        return node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node);
    }

    List<String> texts(Node node) {
        return items(node).stream().map(this::text).toList();
    }

    List<Pattern> patterns(Node node) {
        return items(node).stream().map(this::pattern).flatMap(Optional::stream).toList();
    }

    Optional<Pattern> pattern(Node node) {
        String expression = text(node)
                .replace("{recipient}", "(?P<recipient>" + ADDRESS + ")")
                .replace("{original}", "(?P<original>" + ADDRESS + ")");
        try {
            return Optional.of(Pattern.compile(expression, Pattern.CASE_INSENSITIVE | Pattern.MULTILINE));
        } catch (PatternSyntaxException e) {
            fault(node, "The expression is none of RE2: " + e.getDescription() + ".");
            return Optional.empty();
        }
    }

    Optional<Pattern> withGroup(String group, Node node) {
        Optional<Pattern> pattern = pattern(node);
        if (pattern.isPresent() && !pattern.get().namedGroups().containsKey(group)) {
            fault(node, "The expression has no group '" + group + "'.");
        }
        return pattern;
    }
}
