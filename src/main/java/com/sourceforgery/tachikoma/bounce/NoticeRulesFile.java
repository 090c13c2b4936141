package com.sourceforgery.tachikoma.bounce;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.sourceforgery.tachikoma.bounce.Report.Action;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads a file like {@code camel/rules/notices.yaml} and finds all its faults. */
final class NoticeRulesFile {
    /** What {@code {recipient}} and {@code {original}} stand for: a group of that name that is an address. */
    private static final String ADDRESS = "(?:\"[^\"\\n]+\"|[^\\s<>()\\[\\]\"',;:|\\\\]+)@[^\\s<>()\\[\\]\"',;:|\\\\]+";

    private static final Set<String> SECTIONS =
            Set.of("senders", "subjects", "copies", "delays", "formats", "challenges", "auto-replies");
    private static final Set<String> RECOGNISING = Set.of("name", "header", "says", "bulk", "example");
    private static final Set<String> READING =
            Set.of("name", "header", "says", "bulk", "in", "report", "reason", "action", "example", "gives");
    private static final Set<String> GIVEN = Set.of("recipient", "original", "status", "text", "action");

    /** What a rule's example must be read as. */
    private record Example(int line, String section, String rule, String mail, List<Map<String, String>> gives) {}

    private record Fault(int line, String sentence) {}

    private final List<Fault> faults = new ArrayList<>();
    private final List<Example> examples = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final NoticeRules rules;

    NoticeRulesFile(String yaml) {
        Map<String, Node> sections = compose(yaml);
        rules = new NoticeRules(
                patterns(sections.get("senders")),
                patterns(sections.get("subjects")),
                patterns(sections.get("copies")),
                texts(sections.get("delays")).stream().map(Words::folded).toList(),
                formats("formats", sections, READING),
                formats("challenges", sections, RECOGNISING),
                formats("auto-replies", sections, RECOGNISING));
        if (faults.isEmpty()) {
            NoticeReader reader = new NoticeReader(rules);
            examples.forEach(example -> prove(example, reader));
        }
    }

    NoticeRules rules() {
        return rules;
    }

    /** @return {@code line <n>: <sentence>}, in the order of lines */
    List<String> faults() {
        return faults.stream()
                .sorted(Comparator.comparingInt(Fault::line))
                .map(fault -> "line " + fault.line() + ": " + fault.sentence())
                .toList();
    }

    private Map<String, Node> compose(String yaml) {
        Optional<Node> root = Optional.empty();
        try {
            root = new Compose(LoadSettings.builder()
                            .setMaxAliasesForCollections(0)
                            .build())
                    .composeString(yaml);
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            faults.add(new Fault(line, "This is not YAML: " + e.getProblem() + "."));
            return Map.of();
        } catch (YamlEngineException e) {
            faults.add(new Fault(1, "This is not YAML: " + e.getMessage() + "."));
            return Map.of();
        }
        if (root.isEmpty()) {
            faults.add(new Fault(1, "The file is empty."));
            return Map.of();
        }
        return members(root.get(), "The file", SECTIONS);
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }

    private void fault(Node node, String sentence) {
        faults.add(new Fault(line(node), sentence));
    }

    private Map<String, Node> members(Node node, String owner, Set<String> known) {
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

    private String text(Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        fault(node, "A text is wanted here.");
        return "";
    }

    private static List<Node> items(Node node) {
        if (node == null) {
            return List.of();
        }
        return node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node);
    }

    private List<String> texts(Node node) {
        return items(node).stream().map(this::text).toList();
    }

    private List<Pattern> patterns(Node node) {
        return items(node).stream().map(this::pattern).flatMap(Optional::stream).toList();
    }

    private Optional<Pattern> pattern(Node node) {
        String expression = text(node)
                .replace("{recipient}", "(?P<recipient>" + ADDRESS + ")")
                .replace("{original}", "(?P<original>" + ADDRESS + ")");
        try {
            return Optional.of(Pattern.compile(expression, Pattern.CASE_INSENSITIVE | Pattern.MULTILINE));
        } catch (PatternSyntaxException e) {
            fault(node, "The expression is none of RE2: " + e.getDescription() + " '" + e.getPattern() + "'.");
            return Optional.empty();
        }
    }

    private List<NoticeFormat> formats(String section, Map<String, Node> sections, Set<String> known) {
        List<NoticeFormat> formats = new ArrayList<>();
        for (Node node : items(sections.get(section))) {
            formats.add(format(section, node, members(node, "A rule of " + section, known)));
        }
        return formats;
    }

    private NoticeFormat format(String section, Node node, Map<String, Node> members) {
        String name = members.containsKey("name") ? text(members.get("name")) : "";
        if (!name.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
            fault(node, "A rule needs a name of small letters, digits and hyphens.");
        } else if (!names.add(name)) {
            fault(node, "There is a rule '" + name + "' already.");
        }
        if (!members.containsKey("header") && !members.containsKey("says")) {
            fault(node, "Rule '" + name + "' needs header or says, else it is for any mail.");
        }
        example(section, name, node, members);
        return new NoticeFormat(
                name,
                header(members.get("header")),
                says(members.get("says")),
                isTrue(members.get("bulk")),
                members.containsKey("in") ? text(members.get("in")).toLowerCase(Locale.ROOT) : "",
                section.equals("formats") ? reports(name, node, members) : List.of(),
                members.containsKey("reason")
                        ? withGroup("text", members.get("reason")).orElse(null)
                        : null,
                section.equals("formats") ? action(name, node, members) : null);
    }

    private Map<String, Pattern> header(Node node) {
        Map<String, Pattern> header = new LinkedHashMap<>();
        if (node != null) {
            members(node, "The header", null).forEach((field, value) -> pattern(value)
                    .ifPresent(pattern -> header.put(field.toLowerCase(Locale.ROOT), pattern)));
        }
        return header;
    }

    private List<List<String>> says(Node node) {
        return items(node).stream()
                .map(variants -> texts(variants).stream().map(Words::folded).toList())
                .toList();
    }

    private boolean isTrue(Node node) {
        String said = node == null ? "false" : text(node);
        if (!said.equals("true") && !said.equals("false")) {
            fault(node, "bulk is true or false.");
        }
        return said.equals("true");
    }

    private List<Pattern> reports(String name, Node node, Map<String, Node> members) {
        if (!members.containsKey("report")) {
            fault(node, "Rule '" + name + "' needs a report: an expression that finds {recipient}.");
        }
        return items(members.get("report")).stream()
                .map(expression -> withGroup("recipient", expression))
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Pattern> withGroup(String group, Node node) {
        Optional<Pattern> pattern = pattern(node);
        if (pattern.isPresent() && !pattern.get().namedGroups().containsKey(group)) {
            fault(node, "The expression has no group '" + group + "'.");
        }
        return pattern;
    }

    private Action action(String name, Node node, Map<String, Node> members) {
        String word = members.containsKey("action") ? text(members.get("action")) : "";
        Optional<Action> action = Stream.of(Action.values())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst();
        if (action.isEmpty()) {
            fault(
                    members.getOrDefault("action", node),
                    "Rule '" + name + "' needs an action: failed, delayed, delivered, relayed or expanded.");
        }
        return action.orElse(null);
    }

    private void example(String section, String name, Node node, Map<String, Node> members) {
        if (!members.containsKey("example")) {
            fault(node, "Rule '" + name + "' needs an example, a mail that it reads.");
            return;
        }
        List<Map<String, String>> gives = new ArrayList<>();
        for (Node given : items(members.get("gives"))) {
            Map<String, String> one = new LinkedHashMap<>();
            members(given, "What is given", GIVEN).forEach((key, value) -> one.put(key, text(value)));
            gives.add(one);
        }
        Node mail = members.get("example");
        examples.add(new Example(line(mail), section, name, text(mail), gives));
    }

    private void prove(Example example, NoticeReader reader) {
        Notice notice = reader.read(
                null,
                new java.io.ByteArrayInputStream(example.mail().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        if (!notice.format().equals(example.rule())) {
            String by = notice.format().isEmpty() ? "no rule" : "'" + notice.format() + "'";
            faults.add(new Fault(example.line(), "The example of '" + example.rule() + "' is read by " + by + "."));
            return;
        }
        List<Map<String, String>> given = new ArrayList<>();
        for (int i = 0; i < notice.reports().size(); i++) {
            given.add(said(
                    notice.reports().get(i),
                    i < example.gives().size() ? example.gives().get(i).keySet() : GIVEN));
        }
        if (!given.equals(example.gives())) {
            faults.add(new Fault(
                    example.line(),
                    "The example of '" + example.rule() + "' gives " + given + " and not " + example.gives() + "."));
        }
    }

    /** Only what the example says something about. */
    private static Map<String, String> said(Report report, Set<String> wanted) {
        List<String> addresses = report.addresses();
        Map<String, String> all = new LinkedHashMap<>();
        all.put("recipient", addresses.get(addresses.size() - 1));
        if (addresses.size() > 1) {
            all.put("original", addresses.get(0));
        }
        all.put("action", report.action().name().toLowerCase(Locale.ROOT));
        all.put("status", report.status());
        all.put("text", report.text());
        all.keySet().removeIf(key -> !wanted.contains(key));
        return all;
    }
}
