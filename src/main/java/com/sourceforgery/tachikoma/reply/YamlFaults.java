package com.sourceforgery.tachikoma.reply;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads nodes of YAML as what they should be, and notes with their line those that are something else. */
final class YamlFaults {
    private final List<RuleFaults.Fault> faults = new ArrayList<>();

    void add(int line, String sentence) {
        faults.add(new RuleFaults.Fault(line, sentence));
    }

    void add(Node node, String sentence) {
        add(line(node), sentence);
    }

    List<RuleFaults.Fault> inOrder() {
        return faults.stream()
                .sorted(Comparator.comparingInt(RuleFaults.Fault::line))
                .toList();
    }

    static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }

    /**
     * A mapping's values by key; empty when it is none.
     *
     * @param keys the keys it may have; empty: any
     */
    Map<String, Node> mapping(Node node, String what, Set<String> keys) {
        Map<String, Node> values = new LinkedHashMap<>();
        if (!(node instanceof MappingNode mapping)) {
            add(node, what + " is not a mapping of keys to values.");
            return values;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
            if (key.isEmpty()) {
                add(tuple.getKeyNode(), what + " has a key that is no word.");
            } else if (!keys.isEmpty() && !keys.contains(key)) {
                add(
                        tuple.getKeyNode(),
                        what + " has the unknown key '" + key + "'; known are " + String.join(", ", new TreeSet<>(keys))
                                + ".");
            } else if (values.putIfAbsent(key, tuple.getValueNode()) != null) {
                add(tuple.getKeyNode(), what + " has the key '" + key + "' twice.");
            }
        }
        return values;
    }

    /** A list's members; empty when it is none. */
    List<Node> list(Node node, String what) {
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        add(node, what + " is not a list.");
        return List.of();
    }

    /** One word or sentence. */
    Optional<String> text(Node node, String what) {
        if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
            return Optional.of(scalar.getValue().strip());
        }
        add(node, what + " is not a text.");
        return Optional.empty();
    }

    /** Texts, of which a single one may stand without a list. */
    List<Node> oneOrMore(Node node, String what) {
        if (node instanceof ScalarNode) {
            return List.of(node);
        }
        List<Node> members = list(node, what);
        if (node instanceof SequenceNode && members.isEmpty()) {
            add(node, what + " is empty.");
        }
        return members;
    }

    /** {@code true} or {@code false}; false when there is none. */
    boolean flag(Node node, String what) {
        if (node == null) {
            return false;
        }
        String value = node instanceof ScalarNode scalar ? scalar.getValue() : "";
        if (!value.equals("true") && !value.equals("false")) {
            add(node, what + " is neither true nor false.");
        }
        return value.equals("true");
    }
}
