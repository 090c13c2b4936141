package com.sourceforgery.tachikoma.rule;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Reads the YAML of a rule file as what it should be. Something else is a fault with its line, and reading goes on: all faults
 * are found at once.
 */
public final class RuleNodes {
    private final String source;
    private final List<RuleFaults.Fault> faults = new ArrayList<>();

    /** @param source the name that faults are told with */
    public RuleNodes(String source) {
        this.source = source;
    }

    public void fault(int line, String sentence) {
        faults.add(new RuleFaults.Fault(line, sentence));
    }

    public void fault(Node node, String sentence) {
        fault(line(node), sentence);
    }

    /** Whether there is no fault so far. */
    public boolean areSound() {
        return faults.isEmpty();
    }

    /** @throws RuleFaults with all faults, in the order of their lines, when there are any */
    public void refuseFaults() {
        if (!faults.isEmpty()) {
            throw new RuleFaults(
                    source,
                    faults.stream()
                            .sorted(Comparator.comparingInt(RuleFaults.Fault::line))
                            .toList());
        }
    }

    /** From 1. */
    public static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }

    /** The parts of a file by key; nothing when it is no YAML. */
    public Optional<Map<String, Node>> parts(String yaml, Set<String> keys) {
        try {
            Optional<Node> root = new Compose(LoadSettings.builder().build()).composeString(yaml);
            if (root.isPresent()) {
                return Optional.of(mapping(root.get(), "The file", keys));
            }
            fault(1, "The file is empty.");
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            fault(line, "This is not YAML: " + e.getProblem() + ".");
        } catch (YamlEngineException e) {
            fault(1, "This is not YAML: " + e.getMessage() + ".");
        }
        return Optional.empty();
    }

    /**
     * A mapping's values by key; empty when it is none.
     *
     * @param what the beginning of a sentence about it
     * @param keys the keys it may have; empty: any
     */
    public Map<String, Node> mapping(Node node, String what, Set<String> keys) {
        Map<String, Node> values = new LinkedHashMap<>();
        if (!(node instanceof MappingNode mapping)) {
            fault(node, what + " is not a mapping of keys to values.");
            return values;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            Node keyNode = tuple.getKeyNode();
            String key = keyNode instanceof ScalarNode scalar ? scalar.getValue() : "";
            if (key.isEmpty()) {
                fault(keyNode, what + " has a key that is no word.");
            } else if (!keys.isEmpty() && !keys.contains(key)) {
                String known = String.join(", ", new TreeSet<>(keys));
                fault(keyNode, what + " has the unknown key '" + key + "'; known are " + known + ".");
            } else if (values.putIfAbsent(key, tuple.getValueNode()) != null) {
                fault(keyNode, what + " has the key '" + key + "' twice.");
            }
        }
        return values;
    }

    /** A list's members; empty when it is none. */
    public List<Node> list(Node node, String what) {
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        fault(node, what + " is not a list.");
        return List.of();
    }

    /** Members, of which a single one may stand without a list. */
    public List<Node> oneOrMore(Node node, String what) {
        if (node instanceof ScalarNode) {
            return List.of(node);
        }
        List<Node> members = list(node, what);
        if (node instanceof SequenceNode && members.isEmpty()) {
            fault(node, what + " is empty.");
        }
        return members;
    }

    /** One word or sentence, without blanks around it. */
    public Optional<String> text(Node node, String what) {
        Optional<String> text = verbatim(node, what).map(String::strip);
        if (text.isPresent() && text.get().isEmpty()) {
            fault(node, what + " is not a text.");
            return Optional.empty();
        }
        return text;
    }

    /** A text as it is, which may be empty. */
    public Optional<String> verbatim(Node node, String what) {
        if (node instanceof ScalarNode scalar) {
            return Optional.of(scalar.getValue());
        }
        fault(node, what + " is not a text.");
        return Optional.empty();
    }

    /** {@code true} or {@code false}; false when there is none. */
    public boolean flag(Node node, String what) {
        if (node == null) {
            return false;
        }
        String value = node instanceof ScalarNode scalar ? scalar.getValue() : "";
        if (!value.equals("true") && !value.equals("false")) {
            fault(node, what + " is neither true nor false.");
        }
        return value.equals("true");
    }

    /**
     * @param node where the expression is written
     * @param expression what it stands for
     * @param flags of RE2's {@link Pattern}
     */
    public Optional<Pattern> expression(Node node, String expression, int flags) {
        try {
            return Optional.of(Pattern.compile(expression, flags));
        } catch (PatternSyntaxException e) {
            String written = ((ScalarNode) node).getValue();
            fault(node, "'" + written + "' is no regular expression of RE2: " + e.getDescription() + ".");
            return Optional.empty();
        }
    }
}
