package com.sourceforgery.tachikoma.rewrite;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the parts of a style sheet begin and end (CSS Syntax Level 3 §5), also of one with mistakes: what it means is for
 * the parser, which knows no places.
 */
final class CssScanner {
    /**
     * A rule: its prelude from {@code start} to {@code blockStart}, and its block.
     *
     * @param blockStart of what is within the braces; -1 for an at-rule without block
     * @param blockEnd of what is within the braces
     * @param end after the rule
     * @param closed whether its brace is closed
     */
    record Rule(int start, int blockStart, int blockEnd, int end, boolean closed) {}

    /** A declaration, or whatever is in its place. */
    record Span(int start, int end) {}

    private final String text;
    private int position;
    private int end;

    CssScanner(String text) {
        this.text = text;
    }

    /** Rules of a sheet or of the block of a rule like {@code @media}. */
    List<Rule> rules(int from, int to) {
        List<Rule> rules = new ArrayList<>();
        position = from;
        end = to;
        while (skipBetweenRules()) {
            rules.add(rule());
        }
        return rules;
    }

    /**
     * What the semicolons of a block or the commas of a list of selectors separate, also where there is nothing; blanks
     * around it are not part of it.
     */
    List<Span> parts(int from, int to, char separator) {
        List<Span> parts = new ArrayList<>();
        position = from;
        end = to;
        int start = from;
        while (position < end) {
            if (text.charAt(position) == separator) {
                parts.add(stripped(start, position));
                start = ++position;
            } else {
                skipToken();
            }
        }
        parts.add(stripped(start, end));
        return parts;
    }

    /** Without comments, each run of blanks as one, blanks at the ends away; strings stay. */
    static String plain(String part) {
        CssScanner scanner = new CssScanner(part);
        scanner.end = part.length();
        StringBuilder out = new StringBuilder();
        while (scanner.position < scanner.end) {
            int start = scanner.position;
            char c = part.charAt(start);
            if (isBlank(c) || part.startsWith("/*", start)) {
                scanner.skipOne();
                if (!out.isEmpty() && out.charAt(out.length() - 1) != ' ') {
                    out.append(' ');
                }
            } else {
                scanner.skipOne();
                out.append(part, start, scanner.position);
            }
        }
        return out.toString().strip();
    }

    /** Where a string that begins at {@code start} ends, after its quote. */
    static int stringEnd(String text, int start) {
        char quote = text.charAt(start);
        for (int i = start + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == quote) {
                return i + 1;
            }
            if (c == '\n' || c == '\r' || c == '\f') {
                return i;
            }
            if (c == '\\') {
                i++;
            }
        }
        return text.length();
    }

    static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
    }

    private Span stripped(int from, int to) {
        int start = from;
        int stop = to;
        while (start < stop && isBlank(text.charAt(start))) {
            start++;
        }
        while (stop > start && isBlank(text.charAt(stop - 1))) {
            stop--;
        }
        return new Span(start, stop);
    }

    private boolean skipBetweenRules() {
        while (position < end) {
            if (text.startsWith("<!--", position)) {
                position += 4;
            } else if (text.startsWith("-->", position)) {
                position += 3;
            } else if (isBlank(text.charAt(position)) || text.startsWith("/*", position)) {
                skipOne();
            } else {
                return true;
            }
        }
        return false;
    }

    private Rule rule() {
        int start = position;
        boolean atRule = text.charAt(start) == '@';
        while (position < end && text.charAt(position) != '{') {
            if (atRule && text.charAt(position) == ';') {
                position++;
                return new Rule(start, -1, -1, position, true);
            }
            skipToken();
        }
        if (position >= end) {
            return new Rule(start, -1, -1, end, false);
        }
        int blockStart = position + 1;
        skipToken();
        boolean closed = position > blockStart && text.charAt(position - 1) == '}';
        return new Rule(start, blockStart, closed ? position - 1 : position, position, closed);
    }

    /** A token, or a bracket with all that is in it. */
    private void skipToken() {
        List<Character> open = new ArrayList<>();
        do {
            char c = text.charAt(position);
            if (c == '(' && isUrl()) {
                skipUrl();
                continue;
            }
            if (c == '(' || c == '[' || c == '{') {
                open.add(c == '(' ? ')' : c == '[' ? ']' : '}');
            } else if (!open.isEmpty() && c == open.get(open.size() - 1)) {
                open.remove(open.size() - 1);
            }
            skipOne();
        } while (!open.isEmpty() && position < end);
    }

    private void skipOne() {
        char c = text.charAt(position);
        if (c == '"' || c == '\'') {
            position = stringEnd(text, position);
        } else if (text.startsWith("/*", position)) {
            int close = text.indexOf("*/", position + 2);
            position = close < 0 ? end : close + 2;
        } else {
            position += c == '\\' ? 2 : 1;
        }
        position = Math.min(position, end);
    }

    private boolean isUrl() {
        return position >= 3 && text.regionMatches(true, position - 3, "url", 0, 3) && !isQuoted();
    }

    private boolean isQuoted() {
        int i = position + 1;
        while (i < end && isBlank(text.charAt(i))) {
            i++;
        }
        return i < end && (text.charAt(i) == '"' || text.charAt(i) == '\'');
    }

    private void skipUrl() {
        while (position < end && text.charAt(position) != ')') {
            position += text.charAt(position) == '\\' ? 2 : 1;
        }
        position = Math.min(position + 1, end);
    }
}
