package com.sourceforgery.tachikoma.bounce;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of recipients as reports write them: with types, brackets, comments and encodings. */
final class Addresses {
    /** RFC 5321 §4.5.3.1.3, and some more for what is written in other alphabets. */
    private static final int LONGEST = 512;
    /** More of a field is not looked at. */
    private static final int LOOKED_AT = 4_000;

    private static final Pattern TYPE = Pattern.compile("^\\s*([A-Za-z][A-Za-z0-9-]*)\\s*;");
    private static final Pattern BRACKETS = Pattern.compile("<([^<>]*)>");
    private static final Pattern SCHEME = Pattern.compile("(?i)^(?:smtp|mailto|rfc822):");
    private static final Pattern ADDRESS = Pattern.compile("(?:\"[^\"\\r\\n]+\"|[^\\s<>\"@]+)@[^\\s<>\"@,;]+");
    private static final Pattern LOCAL_PART = Pattern.compile("[^\\s<>\"@;:/\\\\|=]+");
    private static final Pattern UNICODE = Pattern.compile("\\\\x\\{([0-9A-Fa-f]{1,6})}");
    private static final Pattern XTEXT = Pattern.compile("\\+([0-9A-F]{2})");

    private Addresses() {}

    /**
     * @param field value of a field such as {@code Original-Recipient}: {@code rfc822;user@host} (RFC 3464 §2.3.1)
     * @return the name that it says, two where it cannot be told whether it is encoded, none where it is no name
     */
    static List<String> named(String field) {
        Matcher type = TYPE.matcher(field);
        String value = field;
        boolean unicode = false;
        if (type.find()) {
            value = field.substring(type.end());
            unicode = type.group(1).toLowerCase(Locale.ROOT).startsWith("utf-8");
        }
        String name = bare(value);
        if (unicode) {
            name = withoutUnicodeEscapes(name);
        }
        if (name.length() > LONGEST
                || !ADDRESS.matcher(name).matches() && !LOCAL_PART.matcher(name).matches()) {
            return List.of();
        }
        return unicode ? List.of(name) : withoutXtext(name);
    }

    /** @return the address in a text, without brackets and what else stands around it; empty when it is none */
    static String plain(String text) {
        String name = bare(text);
        return name.length() <= LONGEST && ADDRESS.matcher(name).matches() ? name : "";
    }

    /** @return all addresses of a header field such as {@code To}, as far as it is looked at */
    static List<String> all(String field) {
        Collection<String> found = new LinkedHashSet<>();
        Matcher addresses = ADDRESS.matcher(cut(field));
        while (addresses.find()) {
            found.add(addresses.group());
        }
        return new ArrayList<>(found);
    }

    private static String bare(String value) {
        String beginning = cut(value);
        Matcher brackets = BRACKETS.matcher(beginning);
        String name = brackets.find() ? brackets.group(1) : withoutComment(beginning.strip());
        name = SCHEME.matcher(name.strip()).replaceFirst("");
        if (name.length() > 1 && name.startsWith("'") && name.endsWith("'")) {
            name = name.substring(1, name.length() - 1);
        }
        int end = name.length();
        while (end > 0 && ".,;".indexOf(name.charAt(end - 1)) >= 0) {
            end--;
        }
        return name.substring(0, end).strip();
    }

    /** By hand, since expressions look again for the end of each row of blanks. */
    private static String withoutComment(String value) {
        int start = value.lastIndexOf('(');
        boolean isComment = value.endsWith(")")
                && start > 0
                && Character.isWhitespace(value.charAt(start - 1))
                && value.indexOf(')', start) == value.length() - 1;
        return isComment ? value.substring(0, start).strip() : value;
    }

    private static String cut(String text) {
        return text.length() > LOOKED_AT ? text.substring(0, LOOKED_AT) : text;
    }

    /** RFC 6533 §3: {@code \x{e9}} for é. */
    private static String withoutUnicodeEscapes(String name) {
        return UNICODE.matcher(name).replaceAll(escape -> {
            int point = Integer.parseInt(escape.group(1), 16);
            return Matcher.quoteReplacement(isCharacter(point) ? Character.toString(point) : escape.group());
        });
    }

    private static boolean isCharacter(int point) {
        return Character.isValidCodePoint(point) && Character.getType(point) != Character.SURROGATE;
    }

    /**
     * RFC 3461 §4 encodes plus and equals signs, which some servers decode and some do not: {@code a+2Bb@x} may be
     * {@code a+b@x}, {@code a+23@x} hardly ever {@code a#@x}.
     */
    private static List<String> withoutXtext(String name) {
        Matcher encoded = XTEXT.matcher(name);
        boolean isEncoded = encoded.find();
        String decoded = encoded.reset()
                .replaceAll(
                        escape -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(escape.group(1), 16))));
        boolean pluses = encoded.reset().results().allMatch(one -> one.group(1).matches("2B|3D"));
        if (!isEncoded || !pluses || encoded.reset().replaceAll("").contains("+")) {
            return List.of(name);
        }
        return List.of(decoded, name);
    }
}
