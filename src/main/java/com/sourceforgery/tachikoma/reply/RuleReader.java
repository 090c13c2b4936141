package com.sourceforgery.tachikoma.reply;

import com.google.re2j.Pattern;
import com.sourceforgery.tachikoma.rule.RuleNodes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads a file of rules; what is wrong with its form goes to the faults, and reading goes on. */
final class RuleReader {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9._-]{1,20}");

    private final RuleNodes nodes;
    private final Map<String, ReplyClass> classes = new LinkedHashMap<>();
    private final Set<String> given = new HashSet<>();
    private final Map<String, Node> classNodes = new LinkedHashMap<>();
    private String version = "";

    RuleReader(RuleNodes nodes) {
        this.nodes = nodes;
    }

    String version() {
        return version;
    }

    /** Reads everything; whether the outcome may be used is for the faults to say. */
    RuleSet read(String yaml) {
        List<String> needed = List.of("version", "classes", "texts", "codes");
        Map<String, Node> parts = nodes.parts(yaml, Set.copyOf(needed)).orElse(null);
        if (parts == null) {
            return new RuleSet(Map.of(), List.of(), List.of(), List.of(), Map.of());
        }
        needed.stream()
                .filter(part -> !parts.containsKey(part))
                .forEach(part -> nodes.fault(1, "The file has no '" + part + "'."));
        part(parts, "version", this::readVersion);
        part(parts, "classes", this::readClasses);
        List<TextRule> texts = part(parts, "texts", this::readTexts).orElse(List.of());
        RuleSet codes = part(parts, "codes", this::readCodes)
                .orElseGet(() -> new RuleSet(Map.of(), List.of(), List.of(), List.of(), Map.of()));
        classNodes.forEach((name, node) -> {
            if (!given.contains(name) && !name.equals(ReplyClass.UNDETERMINED) && !name.equals(ReplyClass.DELIVERED)) {
                nodes.fault(node, "No rule and no code gives the class '" + name + "'.");
            }
        });
        return new RuleSet(classes, texts, codes.statuses(), codes.replies(), codes.digits());
    }

    private static <T> Optional<T> part(Map<String, Node> parts, String key, Function<Node, T> reader) {
        return Optional.ofNullable(parts.get(key)).map(reader);
    }

    private String readVersion(Node node) {
        version = nodes.text(node, "The version").orElse("");
        if (!version.isEmpty() && !VERSION.matcher(version).matches()) {
            nodes.fault(node, "The version '" + version + "' is not one of 1 to 20 letters, digits, '.', '_' and '-'.");
        }
        return version;
    }

    private Map<String, ReplyClass> readClasses(Node node) {
        nodes.mapping(node, "'classes'", Set.of()).forEach((name, value) -> {
            String what = "The class '" + name + "'";
            Map<String, Node> keys = nodes.mapping(value, what, Set.of("meaning", "blocks", "alarms"));
            if (!NAME.matcher(name).matches()) {
                nodes.fault(value, what + " is not named in lower case with hyphens.");
            }
            if (!keys.containsKey("meaning")) {
                nodes.fault(value, what + " has no 'meaning'.");
            }
            classNodes.put(name, value);
            classes.put(
                    name,
                    new ReplyClass(
                            name,
                            part(keys, "meaning", meaning -> nodes.text(meaning, "The meaning of '" + name + "'"))
                                    .flatMap(Function.identity())
                                    .orElse(""),
                            nodes.flag(keys.get("blocks"), "'blocks' of '" + name + "'"),
                            nodes.flag(keys.get("alarms"), "'alarms' of '" + name + "'")));
        });
        for (String needed : List.of(ReplyClass.DELIVERED, ReplyClass.UNDETERMINED)) {
            ReplyClass found = classes.get(needed);
            if (found == null) {
                nodes.fault(node, "There is no class '" + needed + "', which is always needed.");
            } else if (found.blocks()) {
                nodes.fault(classNodes.get(needed), "The class '" + needed + "' may not block.");
            }
        }
        return classes;
    }

    private List<TextRule> readTexts(Node node) {
        List<TextRule> rules = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Node member : nodes.list(node, "'texts'")) {
            readText(member, names).ifPresent(rules::add);
        }
        return rules;
    }

    private Optional<TextRule> readText(Node node, Set<String> names) {
        if (!(node instanceof MappingNode)) {
            nodes.fault(node, "A text rule is not a mapping of keys to values.");
            return Optional.empty();
        }
        Map<String, Node> keys = nodes.mapping(
                node,
                "A text rule",
                Set.of("name", "class", "text", "unless", "status", "reply", "during", "over", "examples"));
        String name = part(keys, "name", value -> nodes.text(value, "The name of a text rule"))
                .flatMap(Function.identity())
                .orElse("");
        String what = name.isEmpty() ? "A text rule" : "The rule '" + name + "'";
        if (!keys.containsKey("name")) {
            nodes.fault(node, "A text rule has no 'name'.");
        } else if (!name.isEmpty() && !NAME.matcher(name).matches()) {
            nodes.fault(node, what + " is not named in lower case with hyphens.");
        } else if (!name.isEmpty() && !names.add(name)) {
            nodes.fault(node, "There is another rule '" + name + "' before this one.");
        }
        if (!keys.containsKey("text")
                && !keys.containsKey("status")
                && !keys.containsKey("reply")
                && !keys.containsKey("during")) {
            nodes.fault(node, what + " matches everything: it has no 'text', 'status', 'reply' or 'during'.");
        }
        if (!keys.containsKey("examples")) {
            nodes.fault(node, what + " has no 'examples'.");
        }
        Optional<ReplyClass> replyClass = classOf(keys, node, what);
        List<TextRule.Example> examples = new ArrayList<>();
        for (Node example : members(keys, "examples", what)) {
            nodes.text(example, "An example of " + lower(what))
                    .ifPresent(text -> examples.add(new TextRule.Example(text, RuleNodes.line(example))));
        }
        TextRule rule = new TextRule(
                name,
                replyClass.orElse(null),
                expressions(keys, "text", what),
                expressions(keys, "unless", what),
                codes(keys, "status", what, CodePattern::ofEnhanced),
                codes(keys, "reply", what, CodePattern::ofReply),
                commands(keys, what),
                codes(keys, "over", what, CodePattern::ofEnhanced),
                examples,
                RuleNodes.line(node));
        return replyClass.map(ignored -> rule);
    }

    private static String lower(String what) {
        return Character.toLowerCase(what.charAt(0)) + what.substring(1);
    }

    private List<Node> members(Map<String, Node> keys, String key, String what) {
        return part(keys, key, value -> nodes.oneOrMore(value, "'" + key + "' of " + lower(what)))
                .orElse(List.of());
    }

    private Optional<ReplyClass> classOf(Map<String, Node> keys, Node node, String what) {
        if (!keys.containsKey("class")) {
            nodes.fault(node, what + " has no 'class'.");
            return Optional.empty();
        }
        return classNamed(keys.get("class"), what);
    }

    private Optional<ReplyClass> classNamed(Node node, String what) {
        Optional<String> name = nodes.text(node, "The class of " + lower(what));
        if (name.isPresent() && !classes.containsKey(name.get())) {
            nodes.fault(node, what + " gives the unknown class '" + name.get() + "'.");
        }
        name.ifPresent(given::add);
        return name.map(classes::get);
    }

    private List<Pattern> expressions(Map<String, Node> keys, String key, String what) {
        List<Pattern> patterns = new ArrayList<>();
        for (Node member : members(keys, key, what)) {
            nodes.text(member, "An expression in '" + key + "' of " + lower(what))
                    .flatMap(text -> nodes.expression(member, text, Pattern.CASE_INSENSITIVE))
                    .ifPresent(patterns::add);
        }
        return patterns;
    }

    private List<CodePattern> codes(
            Map<String, Node> keys, String key, String what, Function<String, Optional<CodePattern>> parser) {
        List<CodePattern> patterns = new ArrayList<>();
        for (Node member : members(keys, key, what)) {
            nodes.text(member, "A code in '" + key + "' of " + lower(what))
                    .flatMap(code -> {
                        Optional<CodePattern> pattern = parser.apply(code);
                        if (pattern.isEmpty()) {
                            nodes.fault(member, what + " has '" + code + "' in '" + key + "', which is no code.");
                        }
                        return pattern;
                    })
                    .ifPresent(patterns::add);
        }
        return patterns;
    }

    private Set<Command> commands(Map<String, Node> keys, String what) {
        Set<Command> commands = EnumSet.noneOf(Command.class);
        for (Node member : members(keys, "during", what)) {
            nodes.text(member, "A command of " + lower(what)).ifPresent(word -> Command.named(word)
                    .ifPresentOrElse(
                            commands::add,
                            () -> nodes.fault(
                                    member,
                                    what + " has '" + word
                                            + "' in 'during', which is none of connect, helo, mail, rcpt, "
                                            + "data, unknown.")));
        }
        return commands;
    }

    private RuleSet readCodes(Node node) {
        Map<String, Node> parts = nodes.mapping(node, "'codes'", Set.of("statuses", "replies", "digits"));
        return new RuleSet(
                classes,
                List.of(),
                part(parts, "statuses", part -> readCodeRules(part, "status", CodePattern::ofEnhanced))
                        .orElse(List.of()),
                part(parts, "replies", part -> readCodeRules(part, "reply", CodePattern::ofReply))
                        .orElse(List.of()),
                part(parts, "digits", this::readDigits).orElse(Map.of()));
    }

    private List<CodeRule> readCodeRules(Node node, String key, Function<String, Optional<CodePattern>> parser) {
        List<CodeRule> rules = new ArrayList<>();
        boolean mayBeSure = key.equals("status");
        for (Node member : nodes.list(node, "The codes by " + key)) {
            String what = "A code by " + key;
            Map<String, Node> keys =
                    nodes.mapping(member, what, mayBeSure ? Set.of(key, "class", "sure") : Set.of(key, "class"));
            if (!keys.containsKey(key)) {
                nodes.fault(member, what + " has no '" + key + "'.");
            }
            boolean sure = nodes.flag(keys.get("sure"), "'sure' of a code by status");
            Optional<ReplyClass> replyClass = classOf(keys, member, what);
            List<CodePattern> patterns = codes(keys, key, what, parser);
            replyClass.ifPresent(found ->
                    patterns.forEach(pattern -> rules.add(new CodeRule(pattern, found, sure, RuleNodes.line(member)))));
        }
        return rules;
    }

    private Map<Integer, ReplyClass> readDigits(Node node) {
        Map<Integer, ReplyClass> digits = new TreeMap<>();
        nodes.mapping(node, "'digits'", Set.of("2", "4", "5"))
                .forEach((digit, value) -> classNamed(value, "The digit " + digit)
                        .ifPresent(found -> {
                            if (found.blocks()) {
                                nodes.fault(value, "The digit " + digit + " alone is no reason to block.");
                            }
                            digits.put(Integer.valueOf(digit), found);
                        }));
        return digits;
    }
}
