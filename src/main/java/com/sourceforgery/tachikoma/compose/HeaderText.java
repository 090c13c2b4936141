package com.sourceforgery.tachikoma.compose;

import com.sourceforgery.tachikoma.address.Mailbox;
import java.util.Arrays;

/**
 * Header values ready to be written: folded at 76 columns (RFC 5322 §2.2.3), encoded where ASCII does not do (RFC 2047),
 * and on as many header lines as there are folds, never more: line ends in the text become blanks.
 */
public final class HeaderText {
    private static final int LINE = 76;
    /** A longer word of a subject or name is encoded, for only encoded words can be cut. */
    private static final int MAX_WORD = 60;
    /** RFC 5322 §2.1.1 allows 998; a word of a header that machines read is cut only beyond that. */
    private static final int MAX_MACHINE_WORD = 900;

    private HeaderText() {}

    /** Text for people, such as a subject. */
    static String text(String headerName, String text) {
        return unstructured(headerName, text, MAX_WORD);
    }

    /** A value whose words may be ids or URLs, which are kept whole. */
    static String value(String headerName, String text) {
        return unstructured(headerName, text, MAX_MACHINE_WORD);
    }

    /** One line without control characters: any run of line ends and tabs is one blank. */
    public static String singleLine(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return text.replaceAll("[\\t\\r\\n]+", " ").replaceAll("\\p{Cntrl}", "");
            }
        }
        return text;
    }

    private static String unstructured(String headerName, String raw, int maxWord) {
        String[] words = singleLine(raw).strip().split(" ", -1);
        int first = 0;
        while (first < words.length && isPlain(words[first], maxWord)) {
            first++;
        }
        int last = words.length - 1;
        while (last > first && isPlain(words[last], maxWord)) {
            last--;
        }
        if (first == last && words[first].isEmpty() && first > 0) {
            first--;
        }
        StringBuilder out = new StringBuilder();
        int column = headerName.length() + 2;
        for (int i = 0; i < words.length; i++) {
            if (i > 0) {
                boolean fits = column + 1 + (i == first ? MAX_WORD / 2 : words[i].length()) <= LINE;
                out.append(fits ? " " : "\r\n ");
                column = fits ? column + 1 : 1;
            }
            if (i == first) {
                String run = String.join(" ", Arrays.asList(words).subList(first, last + 1));
                out.append(EncodedWords.encode(run, column));
                column = columnAfter(out, headerName.length() + 2);
                i = last;
            } else {
                out.append(words[i]);
                column += words[i].length();
            }
        }
        return out.toString();
    }

    private static boolean isPlain(String word, int maxWord) {
        if (word.isEmpty() || word.length() > maxWord || word.contains("=?")) {
            return false;
        }
        return word.chars().allMatch(c -> c > ' ' && c < 127);
    }

    private static int columnAfter(StringBuilder out, int column) {
        int lineStart = out.lastIndexOf("\n") + 1;
        return lineStart == 0 ? column + out.length() : out.length() - lineStart;
    }

    /** An address with its display name, which may be empty (RFC 5322 §3.4). */
    static String address(String headerName, String name, Mailbox mailbox) {
        String cleanName = singleLine(name).strip();
        if (cleanName.isEmpty()) {
            return mailbox.toString();
        }
        StringBuilder out = new StringBuilder(phrase(headerName, cleanName));
        String address = "<" + mailbox + ">";
        boolean fits = columnAfter(out, headerName.length() + 2) + 1 + address.length() <= LINE;
        return out.append(fits ? " " : "\r\n ").append(address).toString();
    }

    private static String phrase(String headerName, String name) {
        boolean readable = name.chars().allMatch(c -> c >= ' ' && c < 127) && !name.contains("=?");
        if (!readable || name.length() > MAX_WORD || name.contains("  ")) {
            return EncodedWords.encode(name, headerName.length() + 2);
        }
        boolean atoms = name.chars().allMatch(c -> c == ' ' || Character.isLetterOrDigit(c) || c == '-' || c == '\'');
        return atoms ? name : '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
