package com.sourceforgery.tachikoma.bounce;

import com.google.re2j.Pattern;
import com.sourceforgery.tachikoma.bounce.Report.Action;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads a file like {@code camel/rules/notices.yaml} and finds all its faults. */
final class NoticeRulesFile {
    private static final Set<String> SECTIONS =
            Set.of("senders", "subjects", "copies", "delays", "formats", "challenges", "auto-replies");
    private static final Set<String> RECOGNISING = Set.of("name", "header", "says", "bulk", "example");
    private static final Set<String> READING =
            Set.of("name", "header", "says", "bulk", "in", "report", "reason", "action", "example", "gives");

    private final RuleYaml yaml = new RuleYaml();
    private final List<NoticeExample> examples = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final NoticeRules rules;

    NoticeRulesFile(String text) {
        Map<String, Node> sections = yaml.sections(text, SECTIONS);
        rules = new NoticeRules(
                yaml.patterns(sections.get("senders")),
                yaml.patterns(sections.get("subjects")),
                yaml.patterns(sections.get("copies")),
                yaml.texts(sections.get("delays")).stream().map(Words::folded).toList(),
                formats("formats", sections, READING),
                formats("challenges", sections, RECOGNISING),
                formats("auto-replies", sections, RECOGNISING));
        if (yaml.faults().isEmpty()) {
            NoticeReader reader = new NoticeReader(rules);
            examples.forEach(
                    example -> example.fault(reader).ifPresent(sentence -> yaml.fault(example.line(), sentence)));
        }
    }

    NoticeRules rules() {
        return rules;
    }

    /** @return {@code line <n>: <sentence>}, in the order of lines */
    List<String> faults() {
        return yaml.faults();
    }

    private List<NoticeFormat> formats(String section, Map<String, Node> sections, Set<String> known) {
        List<NoticeFormat> formats = new ArrayList<>();
        for (Node node : RuleYaml.items(sections.get(section))) {
            formats.add(format(section, node, yaml.members(node, "A rule of " + section, known)));
        }
        return formats;
    }

    private NoticeFormat format(String section, Node node, Map<String, Node> members) {
        String name = members.containsKey("name") ? yaml.text(members.get("name")) : "";
        if (!name.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
            yaml.fault(node, "A rule needs a name of small letters, digits and hyphens.");
        } else if (!names.add(name)) {
            yaml.fault(node, "There is a rule '" + name + "' already.");
        }
        if (!members.containsKey("header") && !members.containsKey("says")) {
            yaml.fault(node, "Rule '" + name + "' needs header or says, else it is for any mail.");
        }
        example(name, node, members);
        return new NoticeFormat(
                name,
                header(members.get("header")),
                says(members.get("says")),
                isTrue(members.get("bulk")),
                members.containsKey("in") ? yaml.text(members.get("in")).toLowerCase(Locale.ROOT) : "",
                section.equals("formats") ? reports(name, node, members) : List.of(),
                members.containsKey("reason")
                        ? yaml.withGroup("text", members.get("reason")).orElse(null)
                        : null,
                section.equals("formats") ? action(name, node, members) : null);
    }

    private Map<String, Pattern> header(Node node) {
        Map<String, Pattern> header = new LinkedHashMap<>();
        if (node != null) {
            yaml.members(node, "The header", null).forEach((field, value) -> yaml.pattern(value)
                    .ifPresent(pattern -> header.put(field.toLowerCase(Locale.ROOT), pattern)));
        }
        return header;
    }

    private List<List<String>> says(Node node) {
        return RuleYaml.items(node).stream()
                .map(variants ->
                        yaml.texts(variants).stream().map(Words::folded).toList())
                .toList();
    }

    private boolean isTrue(Node node) {
        String said = node == null ? "false" : yaml.text(node);
        if (!said.equals("true") && !said.equals("false")) {
            yaml.fault(node, "bulk is true or false.");
        }
        return said.equals("true");
    }

    private List<Pattern> reports(String name, Node node, Map<String, Node> members) {
        if (!members.containsKey("report")) {
            yaml.fault(node, "Rule '" + name + "' needs a report: an expression that finds {recipient}.");
        }
        return RuleYaml.items(members.get("report")).stream()
                .map(expression -> yaml.withGroup("recipient", expression))
                .flatMap(Optional::stream)
                .toList();
    }

    private Action action(String name, Node node, Map<String, Node> members) {
        String word = members.containsKey("action") ? yaml.text(members.get("action")) : "";
        Optional<Action> action = Stream.of(Action.values())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst();
        if (action.isEmpty()) {
            yaml.fault(
                    members.getOrDefault("action", node),
                    "Rule '" + name + "' needs an action: failed, delayed, delivered, relayed or expanded.");
        }
        return action.orElse(null);
    }

    private void example(String name, Node node, Map<String, Node> members) {
        if (!members.containsKey("example")) {
            yaml.fault(node, "Rule '" + name + "' needs an example, a mail that it reads.");
            return;
        }
        List<Map<String, String>> gives = new ArrayList<>();
        for (Node given : RuleYaml.items(members.get("gives"))) {
            Map<String, String> one = new LinkedHashMap<>();
            yaml.members(given, "What is given", NoticeExample.GIVEN)
                    .forEach((key, value) -> one.put(key, yaml.text(value)));
            gives.add(one);
        }
        Node mail = members.get("example");
        examples.add(new NoticeExample(RuleYaml.line(mail), name, yaml.text(mail), gives));
    }
}
