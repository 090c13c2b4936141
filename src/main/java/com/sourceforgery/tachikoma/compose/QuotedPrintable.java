package com.sourceforgery.tachikoma.compose;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Quoted-printable (RFC 2045 §6.7) of text with CRLF line ends. A dot or "From " that begins a line is encoded too, for
 * SMTP clients that stuff dots wrongly and mailboxes that mark "From " lines; Angus Mail's encoder keeps both.
 */
final class QuotedPrintable {
    /** Longest line without its soft line break. */
    private static final int LINE = 75;

    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    private final byte[] text;
    private final ByteArrayOutputStream out;
    private int column;

    private QuotedPrintable(byte[] text) {
        this.text = text;
        this.out = new ByteArrayOutputStream(text.length + text.length / 8 + 64);
    }

    static byte[] encode(byte[] text) {
        QuotedPrintable encoder = new QuotedPrintable(text);
        encoder.run();
        return encoder.out.toByteArray();
    }

    private void run() {
        for (int i = 0; i < text.length; i++) {
            if (isLineEnd(i)) {
                lineBreak();
                i++;
            } else {
                write(i);
            }
        }
    }

    private void write(int index) {
        int octet = text[index] & 0xff;
        boolean literal = isLiteral(octet, index);
        int width = literal ? 1 : 3;
        if (column + width > LINE) {
            out.write('=');
            lineBreak();
            literal = isLiteral(octet, index);
            width = literal ? 1 : 3;
        }
        if (literal) {
            out.write(octet);
        } else {
            out.write('=');
            out.write(HEX[octet >> 4]);
            out.write(HEX[octet & 15]);
        }
        column += width;
    }

    private boolean isLiteral(int octet, int index) {
        if (octet == ' ' || octet == '\t') {
            return index + 1 < text.length && !isLineEnd(index + 1);
        }
        if (column == 0 && (octet == '.' || octet == 'F')) {
            return octet == 'F' && !isFromLine(index);
        }
        return octet > ' ' && octet < 127 && octet != '=';
    }

    private boolean isFromLine(int index) {
        return index + 4 < text.length
                && text[index + 1] == 'r'
                && text[index + 2] == 'o'
                && text[index + 3] == 'm'
                && text[index + 4] == ' ';
    }

    private boolean isLineEnd(int index) {
        return text[index] == '\r' && index + 1 < text.length && text[index + 1] == '\n';
    }

    private void lineBreak() {
        out.write('\r');
        out.write('\n');
        column = 0;
    }
}
