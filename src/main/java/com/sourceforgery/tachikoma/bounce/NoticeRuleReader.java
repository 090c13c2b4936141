package com.sourceforgery.tachikoma.bounce;

import com.google.re2j.Pattern;
import com.sourceforgery.tachikoma.bounce.Report.Action;
import com.sourceforgery.tachikoma.rule.RuleFaults;
import com.sourceforgery.tachikoma.rule.RuleFile;
import com.sourceforgery.tachikoma.rule.RuleNodes;
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
final class NoticeRuleReader {
    private static final Set<String> SECTIONS =
            Set.of("senders", "subjects", "copies", "delays", "formats", "challenges", "auto-replies");
    private static final Set<String> RECOGNISING = Set.of("name", "header", "says", "bulk", "example");
    private static final Set<String> READING =
            Set.of("name", "header", "says", "bulk", "in", "report", "reason", "action", "example", "gives");

    /** What {@code {recipient}} and {@code {original}} stand for: a group of that name that is an address. */
    private static final String ADDRESS = "(?:\"[^\"\\n]+\"|[^\\s<>()\\[\\]\"',;:|\\\\]+)@[^\\s<>()\\[\\]\"',;:|\\\\]+";

    private final RuleNodes nodes;
    private final List<NoticeExample> examples = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    private NoticeRuleReader(RuleNodes nodes) {
        this.nodes = nodes;
    }

    /** @throws RuleFaults with all that is wrong with the file, or with its examples when all else is well */
    static NoticeRules read(RuleFile file) {
        RuleNodes nodes = new RuleNodes(file.source());
        NoticeRuleReader reader = new NoticeRuleReader(nodes);
        NoticeRules rules = reader.rules(nodes.parts(file.text(), SECTIONS).orElse(Map.of()));
        if (nodes.areSound()) {
            NoticeReader proof = new NoticeReader(rules);
            reader.examples.forEach(
                    example -> example.fault(proof).ifPresent(sentence -> nodes.fault(example.line(), sentence)));
        }
        nodes.refuseFaults();
        return rules;
    }

    private NoticeRules rules(Map<String, Node> sections) {
        return new NoticeRules(
                expressions(sections.get("senders"), "An expression in 'senders'"),
                expressions(sections.get("subjects"), "An expression in 'subjects'"),
                expressions(sections.get("copies"), "An expression in 'copies'"),
                phrases(sections.get("delays"), "A phrase in 'delays'"),
                formats("formats", sections, READING),
                formats("challenges", sections, RECOGNISING),
                formats("auto-replies", sections, RECOGNISING));
    }

    private List<Node> members(Node node, String what) {
        return node == null ? List.of() : nodes.oneOrMore(node, what);
    }

    private List<String> phrases(Node node, String what) {
        return members(node, what).stream()
                .flatMap(phrase -> nodes.text(phrase, what).stream())
                .map(Words::folded)
                .toList();
    }

    private List<Pattern> expressions(Node node, String what) {
        return members(node, what).stream()
                .flatMap(member -> expression(member, what).stream())
                .toList();
    }

    private Optional<Pattern> expression(Node node, String what) {
        return nodes.verbatim(node, what)
                .map(text -> text.replace("{recipient}", "(?P<recipient>" + ADDRESS + ")")
                        .replace("{original}", "(?P<original>" + ADDRESS + ")"))
                .flatMap(text -> nodes.expression(node, text, Pattern.CASE_INSENSITIVE | Pattern.MULTILINE));
    }

    private Optional<Pattern> expressionWith(String group, Node node, String what) {
        Optional<Pattern> expression = expression(node, what);
        if (expression.isPresent() && !expression.get().namedGroups().containsKey(group)) {
            nodes.fault(node, what + " has no group '" + group + "'.");
        }
        return expression;
    }

    private List<NoticeFormat> formats(String section, Map<String, Node> sections, Set<String> keys) {
        List<NoticeFormat> formats = new ArrayList<>();
        if (sections.containsKey(section)) {
            nodes.list(sections.get(section), "'" + section + "'")
                    .forEach(node -> formats.add(
                            format(section, node, nodes.mapping(node, "A rule of '" + section + "'", keys))));
        }
        return formats;
    }

    private String text(Map<String, Node> keys, String key, String what) {
        return keys.containsKey(key)
                ? nodes.text(keys.get(key), "'" + key + "' of " + what).orElse("")
                : "";
    }

    private NoticeFormat format(String section, Node node, Map<String, Node> keys) {
        String name = text(keys, "name", "a rule");
        String what = "the rule '" + name + "'";
        if (!name.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
            nodes.fault(node, "A rule needs a name of small letters, digits and hyphens.");
        } else if (!names.add(name)) {
            nodes.fault(node, "There is another rule '" + name + "' before this one.");
        }
        if (!keys.containsKey("header") && !keys.containsKey("says")) {
            nodes.fault(node, "The rule '" + name + "' has neither 'header' nor 'says': it matches any mail.");
        }
        example(name, node, keys);
        boolean reads = section.equals("formats");
        return new NoticeFormat(
                name,
                header(keys.get("header"), what),
                says(keys.get("says"), what),
                nodes.flag(keys.get("bulk"), "'bulk' of " + what),
                text(keys, "in", what).toLowerCase(Locale.ROOT),
                reads ? reports(name, node, keys.get("report")) : List.of(),
                keys.containsKey("reason")
                        ? expressionWith("text", keys.get("reason"), "'reason' of " + what)
                                .orElse(null)
                        : null,
                reads ? action(name, keys.getOrDefault("action", node), text(keys, "action", what)) : null);
    }

    private Map<String, Pattern> header(Node node, String what) {
        Map<String, Pattern> header = new LinkedHashMap<>();
        if (node != null) {
            nodes.mapping(node, "'header' of " + what, Set.of())
                    .forEach((field, value) -> expression(value, "'" + field + "' in 'header' of " + what)
                            .ifPresent(found -> header.put(field.toLowerCase(Locale.ROOT), found)));
        }
        return header;
    }

    private List<List<String>> says(Node node, String what) {
        return members(node, "'says' of " + what).stream()
                .map(variants -> phrases(variants, "A phrase in 'says' of " + what))
                .toList();
    }

    private List<Pattern> reports(String name, Node rule, Node reports) {
        if (reports == null) {
            nodes.fault(rule, "The rule '" + name + "' has no 'report', an expression that finds {recipient}.");
        }
        String what = "'report' of the rule '" + name + "'";
        return members(reports, what).stream()
                .flatMap(report -> expressionWith("recipient", report, what).stream())
                .toList();
    }

    private Action action(String name, Node node, String word) {
        Optional<Action> action = Stream.of(Action.values())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst();
        if (action.isEmpty()) {
            nodes.fault(
                    node,
                    "The rule '" + name + "' needs an 'action': failed, delayed, delivered, relayed or expanded.");
        }
        return action.orElse(null);
    }

    private void example(String name, Node node, Map<String, Node> keys) {
        Node mail = keys.get("example");
        if (mail == null) {
            nodes.fault(node, "The rule '" + name + "' has no 'example', a mail that it reads.");
            return;
        }
        String what = "'gives' of the rule '" + name + "'";
        List<Map<String, String>> gives = new ArrayList<>();
        if (keys.containsKey("gives")) {
            nodes.list(keys.get("gives"), what)
                    .forEach(given -> gives.add(given(nodes.mapping(given, what, NoticeExample.GIVEN), what)));
        }
        nodes.verbatim(mail, "'example' of the rule '" + name + "'")
                .ifPresent(text -> examples.add(new NoticeExample(RuleNodes.line(mail), name, text, gives)));
    }

    private Map<String, String> given(Map<String, Node> report, String what) {
        Map<String, String> given = new LinkedHashMap<>();
        report.forEach((key, value) ->
                given.put(key, nodes.verbatim(value, "'" + key + "' in " + what).orElse("")));
        return given;
    }
}
