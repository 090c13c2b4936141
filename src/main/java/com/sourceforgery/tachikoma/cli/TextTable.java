package com.sourceforgery.tachikoma.cli;

import java.util.ArrayList;
import java.util.List;

/** Columns as wide as what is in them. */
final class TextTable {
    private final List<String[]> rows = new ArrayList<>();

    TextTable(String... head) {
        rows.add(head);
    }

    void row(String... cells) {
        rows.add(cells);
    }

    /** One line, cut where it is longer. */
    static String cut(String text, int width) {
        String line = text.replaceAll("\\s+", " ");
        return line.length() <= width ? line : line.substring(0, width - 1) + "…";
    }

    @Override
    public String toString() {
        int columns = rows.get(0).length;
        int[] widths = new int[columns];
        for (String[] row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        StringBuilder lines = new StringBuilder();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                line.append(row[i]).append(" ".repeat(widths[i] - row[i].length() + 2));
            }
            lines.append(line.toString().stripTrailing()).append(System.lineSeparator());
        }
        return lines.toString();
    }
}
