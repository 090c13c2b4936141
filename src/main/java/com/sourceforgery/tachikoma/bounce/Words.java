package com.sourceforgery.tachikoma.bounce;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Bytes become text, and what is looked for in text wherever it comes from. */
final class Words {
    private static final Charset WINDOWS = Charset.forName("windows-1252");
    /** Not part of a longer row of numbers, such as an IP address. */
    private static final String ENHANCED = "(?<![\\w.])([245]\\.\\d{1,3}\\.\\d{1,3})(?!\\w|\\.\\d)";

    private static final Pattern STATUS = Pattern.compile(ENHANCED);
    private static final Pattern STATUS_AFTER_REPLY = Pattern.compile("(?<!\\d)[245]\\d\\d[ -]#?" + ENHANCED);
    private static final Pattern REPLY = Pattern.compile("(?<![\\w.])([245])\\d\\d(?![\\w.])");

    private static final int REPLACEMENT = 0xfffd;

    private Words() {}

    /** @param charset as declared; what it is not, and what nobody knows, is read as UTF-8 or else as windows-1252 */
    static String decoded(byte[] bytes, String charset) {
        Charset declared = charset(charset);
        if (declared == null || declared.equals(StandardCharsets.US_ASCII) || declared.equals(StandardCharsets.UTF_8)) {
            return unicodeOrWindows(bytes);
        }
        return new String(bytes, declared);
    }

    private static String unicodeOrWindows(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, 0, wholeCharacters(bytes)))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, WINDOWS);
        }
    }

    /** Text that was cut may end within a character. */
    private static int wholeCharacters(byte[] bytes) {
        int end = bytes.length;
        int start = end;
        while (start > 0 && end - start < 4 && (bytes[start - 1] & 0xc0) == 0x80) {
            start--;
        }
        if (start == 0 || (bytes[start - 1] & 0xc0) != 0xc0) {
            return end;
        }
        int lead = bytes[start - 1] & 0xff;
        int length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
        return end - start + 1 < length ? start - 1 : end;
    }

    private static Charset charset(String name) {
        try {
            return name == null ? null : Charset.forName(name);
        } catch (IllegalArgumentException e) {
            return WINDOWS;
        }
    }

    /** @return the lines without trailing blanks, whatever ends them */
    static Stream<String> lines(String text) {
        return text.lines().map(line -> line.replace('\u00a0', ' ').stripTrailing());
    }

    /** The same text, each line ended by a line feed alone and without trailing blanks. */
    static String plainLines(String text) {
        return lines(text).collect(Collectors.joining("\n"));
    }

    /**
     * On one line, single blanks between words, cut to a length between characters. What PostgreSQL takes for no text is not
     * in it: no control characters, and half a surrogate pair becomes U+FFFD.
     */
    static String squeezed(String text, int length) {
        StringBuilder squeezed = new StringBuilder(Math.min(text.length(), length));
        boolean blank = false;
        int point;
        for (int i = 0; i < text.length(); i += Character.charCount(point)) {
            point = text.codePointAt(i);
            if (isBlank(point)) {
                blank = squeezed.length() > 0;
                continue;
            }
            if (squeezed.length() + (blank ? 1 : 0) + Character.charCount(point) > length) {
                break;
            }
            if (blank) {
                squeezed.append(' ');
            }
            blank = false;
            squeezed.appendCodePoint(Character.getType(point) == Character.SURROGATE ? REPLACEMENT : point);
        }
        return squeezed.toString();
    }

    private static boolean isBlank(int point) {
        return Character.isWhitespace(point) || point == '\u00a0' || Character.isISOControl(point);
    }

    /** For comparing wordings: letters' case and blanks do not count. */
    static String folded(String text) {
        return squeezed(text, text.length()).toLowerCase(Locale.ROOT);
    }

    /** @return the enhanced status code (RFC 3463 §2) that the text says, rather that behind a reply code; else empty */
    static String status(String text) {
        Matcher after = STATUS_AFTER_REPLY.matcher(text);
        if (after.find()) {
            return after.group(1);
        }
        Matcher any = STATUS.matcher(text);
        return any.find() ? any.group(1) : "";
    }

    /** @return the first digit of the first SMTP reply code in the text (RFC 5321 §4.2.1); else empty */
    static String replyClass(String text) {
        Matcher reply = REPLY.matcher(text);
        return reply.find() ? reply.group(1) : "";
    }
}
