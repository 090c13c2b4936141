package com.sourceforgery.tachikoma.hit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import ua_parser.Parser;

/**
 * Judges who is behind an open or a click by the header {@code User-Agent}: our own rules first, in their order, then the
 * data of the uap-core project, which knows browsers, mail programs and spiders.
 */
public final class HitAgents {
    private static final String RULES = "camel/rules/hit-agents.csv";
    private static final Set<String> VERDICTS = Set.of("HUMAN", "PREFETCH_PROXY", "SCANNER", "UNKNOWN");
    private static final Set<String> JUDGED = Set.of("OPENED", "CLICKED");
    /** Some hundred expressions look at it; no browser's is longer. */
    private static final int LOOKED_AT = 400;

    private static final int REMEMBERED = 10_000;

    /** @param name stored with the verdict */
    record Judgement(String verdict, String name) {}

    private record Rule(Judgement judgement, Pattern pattern) {}

    private final List<Rule> rules;
    private final Parser known = new Parser();
    private final Cache<String, Judgement> judgements =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    /** With the rules of {@value #RULES}. */
    public HitAgents() {
        this(resource());
    }

    /** @param lines {@code name,verdict,regular expression}; empty ones and those that begin with # count for nothing */
    HitAgents(List<String> lines) {
        rules = lines.stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(HitAgents::rule)
                .toList();
    }

    private static List<String> resource() {
        try (InputStream in = HitAgents.class.getClassLoader().getResourceAsStream(RULES);
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Rule rule(String line) {
        String[] parts = line.split(",", 3);
        if (parts.length < 3 || !parts[0].matches("[a-z0-9-]+") || !VERDICTS.contains(parts[1])) {
            throw new IllegalArgumentException(
                    RULES + " has '" + line + "', which is not name,verdict,expression with a verdict of " + VERDICTS);
        }
        try {
            return new Rule(new Judgement(parts[1], parts[0]), Pattern.compile(parts[2]));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    RULES + " has '" + line + "', whose expression is none: " + e.getDescription(), e);
        }
    }

    /**
     * @param hits rows of {@code hit-store.sql}
     * @return the same rows, opens and clicks with the members {@code verdict} and {@code rule}
     */
    public List<Map<String, Object>> judge(List<Map<String, Object>> hits) {
        List<Map<String, Object>> judged = new ArrayList<>(hits.size());
        for (Map<String, Object> hit : hits) {
            Map<String, Object> row = new LinkedHashMap<>(hit);
            if (JUDGED.contains(row.get("kind"))) {
                Judgement judgement = judge(Objects.toString(row.get("agent"), ""));
                row.put("verdict", judgement.verdict());
                row.put("rule", judgement.name());
            }
            judged.add(row);
        }
        return judged;
    }

    Judgement judge(String agent) {
        String beginning = agent.length() > LOOKED_AT ? agent.substring(0, LOOKED_AT) : agent;
        return judgements.get(beginning, this::look);
    }

    private Judgement look(String agent) {
        for (Rule rule : rules) {
            if (rule.pattern().matcher(agent).find()) {
                return rule.judgement();
            }
        }
        if ("Spider".equals(known.parseDevice(agent).family)) {
            return new Judgement("SCANNER", "known-spider");
        }
        return "Other".equals(known.parseUserAgent(agent).family)
                ? new Judgement("UNKNOWN", "no-rule")
                : new Judgement("HUMAN", "known-program");
    }
}
