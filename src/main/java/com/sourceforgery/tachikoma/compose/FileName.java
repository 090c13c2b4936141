package com.sourceforgery.tachikoma.compose;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The name of an attachment, written twice: as RFC 2231 wants it, and as clients read it that do not know RFC 2231. Angus
 * Mail writes a long name that is not ASCII in one line.
 */
record FileName(String text) {
    private static final int MAX_PLAIN = 60;
    /** Characters of one piece, so that a line with its parameter name has at most 76. */
    private static final int PIECE = 54;

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final String LITERALS = "!#$&+-.^_`{}~";

    static FileName of(String name) {
        return new FileName(HeaderText.singleLine(name).strip());
    }

    /** For Content-Disposition; nothing for an empty name. In pieces when it is long (RFC 2231 §3 and §4). */
    String extendedParameter() {
        if (text.isEmpty()) {
            return "";
        }
        if (isPlain()) {
            return ";\r\n filename=" + quoted(text);
        }
        String encoded = "UTF-8''" + percentEncoded();
        if (encoded.length() <= PIECE) {
            return ";\r\n filename*=" + encoded;
        }
        StringBuilder out = new StringBuilder();
        int piece = 0;
        for (int start = 0; start < encoded.length(); piece++) {
            int end = Math.min(start + PIECE, encoded.length());
            // never between the signs of one octet
            int percent = end < encoded.length() ? encoded.lastIndexOf('%', end - 1) : -1;
            end = percent > end - 3 && percent > start ? percent : end;
            out.append(";\r\n filename*").append(piece).append("*=").append(encoded, start, end);
            start = end;
        }
        return out.toString();
    }

    /** For Content-Type: in encoded words within quotes, which RFC 2047 forbids and all old clients read. */
    String oldParameter() {
        if (text.isEmpty()) {
            return "";
        }
        return ";\r\n name="
                + (isPlain() ? quoted(text) : '"' + EncodedWords.encode(text, " name=\"\"".length()) + '"');
    }

    private boolean isPlain() {
        return text.length() <= MAX_PLAIN
                && !text.contains("=?")
                && text.chars().allMatch(c -> c >= ' ' && c < 127);
    }

    private String percentEncoded() {
        StringBuilder out = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            if (octet >= '0' && octet <= '9'
                    || octet >= 'a' && octet <= 'z'
                    || octet >= 'A' && octet <= 'Z'
                    || LITERALS.indexOf(octet) >= 0) {
                out.append((char) octet);
            } else {
                out.append('%').append(HEX.toHexDigits(octet));
            }
        }
        return out.toString();
    }

    /** A quoted string (RFC 2045 §5.1). */
    static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
