package com.sourceforgery.tachikoma.score;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How many cases the product handled as expected, by group (a file, a daemon), and those that it did not. */
final class Scorecard {
    private static final int MAX_SHOWN = 100;

    private final Map<String, Line> lines = new TreeMap<>();

    private final StringBuilder notes = new StringBuilder();

    private static final class Line {
        private final boolean optional;
        private final List<String> misses = new ArrayList<>();
        private int passed;
        private int excepted;

        private Line(boolean optional) {
            this.optional = optional;
        }
    }

    /** @param optional whether its misses are told only, and no failure */
    Scorecard group(String group, boolean optional) {
        lines.computeIfAbsent(group, name -> new Line(optional));
        return this;
    }

    /** One case; equal texts are a pass. */
    void compare(String group, String name, String expected, String actual) {
        Line line = lines.get(group);
        if (expected.equals(actual)) {
            line.passed++;
        } else {
            line.misses.add(name + ": expected " + shown(expected) + ", was " + shown(actual));
        }
    }

    /** One case that the contract leaves out. */
    void except(String group) {
        lines.get(group).excepted++;
    }

    /** Something to show beside the figures. */
    void note(String text) {
        notes.append(text);
    }

    /** Whether everything that is not optional has passed. */
    boolean isPerfect() {
        return lines.values().stream().allMatch(line -> line.optional || line.misses.isEmpty());
    }

    private static String shown(String text) {
        String cut = text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "…" : text;
        return '"' + cut.replace("\n", "\\n").replace("\r", "\\r") + '"';
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder("%-34s %6s %6s %8s%n".formatted("", "passed", "missed", "excepted"));
        lines.forEach((group, line) -> out.append("%-34s %6d %6d %8d%n"
                .formatted(
                        group + (line.optional ? " (optional)" : ""), line.passed, line.misses.size(), line.excepted)));
        int passed = lines.values().stream().mapToInt(line -> line.passed).sum();
        int missed =
                lines.values().stream().mapToInt(line -> line.misses.size()).sum();
        int excepted = lines.values().stream().mapToInt(line -> line.excepted).sum();
        out.append("%-34s %6d %6d %8d%n".formatted("total", passed, missed, excepted));
        lines.forEach((group, line) -> line.misses.forEach(miss -> out.append("  %s, %s%n".formatted(group, miss))));
        return out.append(notes).toString();
    }
}
