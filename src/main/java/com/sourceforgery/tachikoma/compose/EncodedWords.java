package com.sourceforgery.tachikoma.compose;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * RFC 2047 encoded words, each whole characters in UTF-8 and no longer than its line. Angus Mail's encoder leaves ASCII
 * alone, so that text that merely looks like an encoded word, or has no blank to fold at, would be sent as it is.
 */
final class EncodedWords {
    private static final int LINE = 76;
    private static final int OVERHEAD = "=?UTF-8?Q??=".length();
    /** RFC 2047 §5 (3): what may stand unencoded in a phrase as well as in text. */
    private static final String Q_LITERALS = "!*+-/";

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private EncodedWords() {}

    /**
     * @param column where on its line the text begins
     * @return encoded words, folded
     */
    static String encode(String text, int column) {
        boolean quoted = isMostlyAscii(text);
        StringBuilder out = new StringBuilder(text.length() * 2 + 32);
        int start = 0;
        int room = LINE - column - OVERHEAD;
        while (start < text.length()) {
            int end = quoted ? quotedEnd(text, start, room) : base64End(text, start, room);
            if (end > start) {
                append(out, text.substring(start, end), quoted);
            }
            if (end < text.length()) {
                out.append("\r\n ");
            }
            start = end;
            room = LINE - 1 - OVERHEAD;
        }
        return out.toString();
    }

    private static boolean isMostlyAscii(String text) {
        return text.chars().filter(c -> c > 127).count() * 3 <= text.length();
    }

    private static int quotedEnd(String text, int start, int room) {
        int end = start;
        int used = 0;
        while (end < text.length()) {
            int character = text.codePointAt(end);
            used += character == ' ' || isLiteral(character) ? 1 : 3 * utf8Length(character);
            if (used > room) {
                break;
            }
            end += Character.charCount(character);
        }
        return end;
    }

    private static int base64End(String text, int start, int room) {
        int end = start;
        int left = room / 4 * 3;
        while (end < text.length()) {
            int character = text.codePointAt(end);
            left -= utf8Length(character);
            if (left < 0) {
                break;
            }
            end += Character.charCount(character);
        }
        return end;
    }

    private static void append(StringBuilder out, String text, boolean quoted) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.append(quoted ? "=?UTF-8?Q?" : "=?UTF-8?B?");
        if (quoted) {
            for (byte octet : bytes) {
                appendQuoted(out, octet & 0xff);
            }
        } else {
            out.append(Base64.getEncoder().encodeToString(bytes));
        }
        out.append("?=");
    }

    private static void appendQuoted(StringBuilder out, int octet) {
        if (octet == ' ') {
            out.append('_');
        } else if (isLiteral(octet)) {
            out.append((char) octet);
        } else {
            out.append('=').append(HEX[octet >> 4]).append(HEX[octet & 15]);
        }
    }

    private static boolean isLiteral(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || Q_LITERALS.indexOf(c) >= 0;
    }

    private static int utf8Length(int character) {
        return character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    }
}
