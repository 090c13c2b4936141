package com.sourceforgery.tachikoma.bounce;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Header fields, or fields of a report, by their names in whatever case; unfolded (RFC 5322 §2.2.3). */
final class Fields {
    private static final Pattern FIELD =
            Pattern.compile("([A-Za-z][A-Za-z0-9-]{0,70})[ \\t]{0,9}:(.*)", Pattern.DOTALL);
    /** Of all values together; no header that tells something is longer. */
    private static final int CHARACTERS = 256 * 1024;

    /** One field; {@code name} in lower case. */
    record Field(String name, String value) {}

    private final Map<String, List<String>> values = new LinkedHashMap<>();
    private int characters;

    void add(String name, String value) {
        characters += name.length() + value.length() + 1;
        if (characters <= CHARACTERS) {
            values.computeIfAbsent(name.toLowerCase(Locale.ROOT), key -> new ArrayList<>())
                    .add(value.strip());
        }
    }

    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** @return the first one's value, empty when there is none */
    String first(String name) {
        return all(name).stream().findFirst().orElse("");
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** @return the identifier of the field {@code Message-ID} without angle brackets, empty when there is none */
    String messageId() {
        String id = first("message-id");
        int end = id.indexOf('>');
        return (id.startsWith("<") && end > 0 ? id.substring(1, end) : id).strip();
    }

    /** @return the fields at the beginning of a text, up to its first empty line; lines that are none count for nothing */
    static Fields header(String text) {
        Fields header = new Fields();
        groups(text.stripLeading(), false).stream()
                .findFirst()
                .ifPresent(group -> group.forEach(field -> header.add(field.name(), field.value())));
        return header;
    }

    /**
     * @param isLenient whether a line that is neither field nor indented continues the field before it; else it counts for
     *     nothing
     * @return the fields between empty lines; each group has at least one
     */
    static List<List<Field>> groups(String text, boolean isLenient) {
        Grouping grouping = new Grouping(isLenient);
        Words.lines(text).forEachOrdered(grouping::take);
        grouping.endGroup();
        return grouping.groups;
    }

    private static final class Grouping {
        private final boolean isLenient;
        private final List<List<Field>> groups = new ArrayList<>();
        private List<Field> group = new ArrayList<>();
        private StringBuilder value = new StringBuilder();
        private String name;

        Grouping(boolean isLenient) {
            this.isLenient = isLenient;
        }

        void take(String line) {
            if (line.isEmpty()) {
                endGroup();
                return;
            }
            boolean isIndented = line.startsWith(" ") || line.startsWith("\t");
            Matcher field = FIELD.matcher(line);
            if (!isIndented && field.matches()) {
                endField();
                name = field.group(1).toLowerCase(Locale.ROOT);
                value = new StringBuilder(field.group(2));
            } else if (name != null && (isIndented || isLenient)) {
                value.append(' ').append(line.strip());
            }
        }

        private void endField() {
            if (name != null) {
                group.add(new Field(name, value.toString().strip()));
                name = null;
            }
        }

        void endGroup() {
            endField();
            if (!group.isEmpty()) {
                groups.add(group);
                group = new ArrayList<>();
            }
        }
    }
}
