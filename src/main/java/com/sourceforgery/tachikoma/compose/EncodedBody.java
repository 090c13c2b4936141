package com.sourceforgery.tachikoma.compose;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The content of one MIME part as it is sent: ASCII, lines of at most 76 characters (998 as 7bit), none beginning with a
 * dot.
 *
 * @param transferEncoding RFC 2045 §6: {@code 7bit}, {@code quoted-printable} or {@code base64}
 */
record EncodedBody(String transferEncoding, byte[] bytes) {
    private static final int MAX_LINE = 998;

    /** The encoding that keeps text readable and small; the text becomes UTF-8 with CRLF line ends, without NUL. */
    static EncodedBody ofText(String text) {
        byte[] bytes = canonical(text).getBytes(StandardCharsets.UTF_8);
        if (isSevenBit(bytes)) {
            return new EncodedBody("7bit", bytes);
        }
        int beyondAscii = 0;
        for (byte octet : bytes) {
            beyondAscii += octet < 0 ? 1 : 0;
        }
        // beyond that, little can be read of quoted-printable, and base64 is smaller
        return beyondAscii * 3L > bytes.length
                ? ofBytes(bytes)
                : new EncodedBody("quoted-printable", QuotedPrintable.encode(bytes));
    }

    static EncodedBody ofBytes(byte[] bytes) {
        return new EncodedBody("base64", Base64.getMimeEncoder().encode(bytes));
    }

    /** Line ends as CRLF (RFC 2046 §4.1.1), whatever they were. */
    static String canonical(String text) {
        StringBuilder out = new StringBuilder(text.length() + text.length() / 32 + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n') {
                out.append("\r\n");
                if (c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n') {
                    i++;
                }
            } else if (c != 0) {
                out.append(c);
            }
        }
        return out.toString();
    }

    /** Whether it can be sent as it is, and will arrive as it is: also nothing that relays or mailboxes tamper with. */
    static boolean isSevenBit(byte[] bytes) {
        int lineStart = 0;
        for (int i = 0; i < bytes.length; i++) {
            byte c = bytes[i];
            if (c == '\n' && i > 0 && bytes[i - 1] == '\r') {
                if (i > lineStart + 1 && bytes[i - 2] <= ' ') {
                    return false;
                }
                lineStart = i + 1;
            } else if (c < ' ' && c != '\t' && !(c == '\r' && i + 1 < bytes.length && bytes[i + 1] == '\n')
                    || c == 127
                    || i - lineStart >= MAX_LINE
                    || i == lineStart && c == '.'
                    || i == lineStart + 4 && c == ' ' && startsWithFrom(bytes, lineStart)) {
                return false;
            }
        }
        return bytes.length == 0 || bytes[bytes.length - 1] > ' ' || bytes[bytes.length - 1] == '\n';
    }

    private static boolean startsWithFrom(byte[] bytes, int start) {
        return bytes[start] == 'F' && bytes[start + 1] == 'r' && bytes[start + 2] == 'o' && bytes[start + 3] == 'm';
    }
}
