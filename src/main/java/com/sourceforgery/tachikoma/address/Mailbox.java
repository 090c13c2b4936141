package com.sourceforgery.tachikoma.address;

import java.util.Optional;

/**
 * A mail address: RFC 5321 §4.1.2 {@code Mailbox} with a domain name, or its international form, RFC 6531 §3.3.
 *
 * @param localPart as it was given, quotes included
 * @param domain in ASCII and lower case
 */
public record Mailbox(String localPart, String domain) {
    private static final int MAX_LOCAL_PART = 64;
    private static final int MAX_ADDRESS = 254;
    private static final String ATEXT_SIGNS = "!#$%&'*+-/=?^_`{|}~";

    /** @throws IllegalArgumentException when it is no address, with the reason */
    public static Mailbox parse(String address) {
        findProblem(address).ifPresent(problem -> {
            throw new IllegalArgumentException("The address " + problem);
        });
        int at = address.lastIndexOf('@');
        return new Mailbox(address.substring(0, at), DomainName.toAscii(address.substring(at + 1)));
    }

    /** Why this is no address, as the end of a sentence; nothing when it is one. Allocates little: runs per recipient. */
    public static Optional<String> findProblem(String address) {
        int at = address.lastIndexOf('@');
        if (at < 0) {
            return Optional.of(address.isEmpty() ? "is missing" : "has no @");
        }
        if (at == 0) {
            return Optional.of("has nothing before the @");
        }
        int octets = utf8Length(address, at);
        if (octets > MAX_LOCAL_PART) {
            return Optional.of("has more than " + MAX_LOCAL_PART + " octets before the @");
        }
        boolean valid = address.charAt(0) == '"' ? isQuotedString(address, at) : isDotAtom(address, at);
        if (!valid) {
            return Optional.of("has a part before the @ that is not valid");
        }
        String domain = address.substring(at + 1);
        Optional<String> problem = DomainName.findProblem(domain);
        if (problem.isEmpty() && octets + 1 + DomainName.toAscii(domain).length() > MAX_ADDRESS) {
            return Optional.of("is longer than " + MAX_ADDRESS + " octets");
        }
        return problem;
    }

    private static boolean isDotAtom(String address, int end) {
        boolean afterDot = true;
        for (int i = 0; i < end; i++) {
            char c = address.charAt(i);
            if (c == '.') {
                if (afterDot) {
                    return false;
                }
                afterDot = true;
            } else if (isAtext(c) || isInternational(address, i)) {
                afterDot = false;
            } else {
                return false;
            }
        }
        return !afterDot;
    }

    private static boolean isQuotedString(String address, int end) {
        if (end < 2 || address.charAt(end - 1) != '"') {
            return false;
        }
        for (int i = 1; i < end - 1; i++) {
            char c = address.charAt(i);
            if (c == '\\') {
                i++;
                if (i == end - 1 || !isPrintable(address.charAt(i))) {
                    return false;
                }
            } else if (c == '"' || !isPrintable(c) && !isInternational(address, i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAtext(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || ATEXT_SIGNS.indexOf(c) >= 0;
    }

    private static boolean isPrintable(char c) {
        return c >= ' ' && c < 127;
    }

    /** Any character beyond ASCII but controls, blanks, line ends, unassigned ones and halves of pairs (RFC 6532 §3.1). */
    private static boolean isInternational(String text, int index) {
        char c = text.charAt(index);
        if (c < 0xa0) {
            return false;
        }
        if (Character.isLowSurrogate(c)) {
            return index > 0 && Character.isHighSurrogate(text.charAt(index - 1));
        }
        return switch (Character.getType(text.codePointAt(index))) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR -> false;
            default -> true;
        };
    }

    private static int utf8Length(String text, int end) {
        int length = 0;
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            // each half of a surrogate pair counts two of its four octets
            length += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return length;
    }

    /** Whether only a server with SMTPUTF8 (RFC 6531) can take it: the local part has no ASCII form. */
    public boolean needsSmtpUtf8() {
        return localPart.chars().anyMatch(c -> c > 127);
    }

    /** The address as envelopes and headers write it. */
    @Override
    public String toString() {
        return localPart + "@" + domain;
    }
}
