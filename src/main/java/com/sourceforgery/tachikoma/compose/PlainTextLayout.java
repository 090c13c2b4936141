package com.sourceforgery.tachikoma.compose;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Lays out words as paragraphs of plain text: blanks between words collapse, line breaks are asked for and written only
 * when something follows, and each line begins with the margins of the blocks it is in.
 */
final class PlainTextLayout {
    /** Deeper blocks share the margin of this depth: html of no use must not become text of any size. */
    private static final int MAX_MARGINS = 10;

    private final StringBuilder out = new StringBuilder();
    private final Deque<String> margins = new ArrayDeque<>();
    private int breaks;
    private String breakMargin = "";
    private boolean blank;
    private String bullet;

    /** Words with any blanks between them. */
    void words(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\u00a0') {
                blank = true;
            } else if (c != '\u00ad' && c != '\u200b' && c != '\ufeff') {
                prepare();
                out.append(c);
            }
        }
    }

    /** Text whose blanks and line ends count. */
    void verbatim(String text) {
        String[] lines = text.split("\r\n|\r|\n", -1);
        for (int i = 0; i < lines.length; i++) {
            if (i > 0) {
                lineBreak();
            }
            if (!lines[i].isBlank()) {
                prepare();
                out.append(lines[i].stripTrailing());
            }
        }
    }

    /** What follows begins on a new line; breaks add up, to one empty line at most. */
    void lineBreak() {
        atLeast(Math.min(breaks + 1, 2));
    }

    /** What follows begins on a new line, however often this is asked for. */
    void newLine() {
        atLeast(1);
    }

    /** What follows begins after an empty line. */
    void emptyLine() {
        atLeast(2);
    }

    private void atLeast(int lines) {
        String margin = String.join("", (Iterable<String>) margins::descendingIterator);
        breakMargin = breaks == 0 || margin.length() < breakMargin.length() ? margin : breakMargin;
        breaks = Math.max(breaks, lines);
        blank = false;
    }

    /** Lines from here on begin with {@code margin}, until it is closed. */
    void openMargin(String margin) {
        margins.push(margins.size() < MAX_MARGINS ? margin : "");
    }

    /** As {@link #openMargin}, with {@code bullet} in its place on the first line. */
    void openItem(String itemBullet) {
        openMargin(" ".repeat(itemBullet.length()));
        bullet = itemBullet;
    }

    void closeMargin() {
        margins.pop();
        bullet = null;
    }

    /** Where the text ends now, to ask later for what came after. */
    int position() {
        return out.length();
    }

    String since(int position) {
        return out.substring(position).strip();
    }

    private void prepare() {
        boolean lineStart = out.length() == 0 || breaks > 0;
        if (out.length() > 0 && breaks > 0) {
            out.append('\n');
            if (breaks > 1) {
                out.append(breakMargin.stripTrailing()).append('\n');
            }
        }
        if (lineStart) {
            appendMargins();
        } else if (blank) {
            out.append(' ');
        }
        breaks = 0;
        blank = false;
    }

    private void appendMargins() {
        for (Iterator<String> outermostFirst = margins.descendingIterator(); outermostFirst.hasNext(); ) {
            String margin = outermostFirst.next();
            boolean innermost = !outermostFirst.hasNext();
            out.append(innermost && bullet != null ? bullet : margin);
        }
        bullet = null;
    }

    @Override
    public String toString() {
        return out.isEmpty() ? "" : out.append('\n').toString();
    }
}
