package com.sourceforgery.tachikoma.address;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;

/**
 * Domain names as mail uses them: RFC 5321 §4.1.2 (labels of letters, digits and inner hyphens, 63 octets a label, 253
 * in all) and their international form, RFC 5890. Address literals ({@code [192.0.2.1]}) are no names.
 */
public final class DomainName {
    private static final int MAX_LABEL = 63;
    private static final int MAX_NAME = 253;
    private static final int IDN_FLAGS = IDN.ALLOW_UNASSIGNED | IDN.USE_STD3_ASCII_RULES;

    /**
     * Letters for which IDNA 2003, which the JDK knows, and IDNA 2008, which registries follow, name different domains
     * (RFC 5894 §7.2): sharp s, final sigma, zero width joiner and non-joiner. Guessing could deliver to a stranger.
     */
    private static final String AMBIGUOUS = "\u00df\u03c2\u200c\u200d";

    private DomainName() {}

    /**
     * The name in ASCII (A-labels) and lower case: the form for envelopes, headers and comparisons.
     *
     * @throws IllegalArgumentException when it is no domain name, with the reason
     */
    public static String toAscii(String domain) {
        findProblem(domain).ifPresent(problem -> {
            throw new IllegalArgumentException(problem);
        });
        String ascii = isAscii(domain) ? domain : IDN.toASCII(domain, IDN_FLAGS);
        return ascii.toLowerCase(Locale.ROOT);
    }

    /** Why this is no domain name, as the end of a sentence; nothing when it is one. */
    public static Optional<String> findProblem(String domain) {
        if (isAscii(domain)) {
            return findAsciiProblem(domain);
        }
        for (int i = 0; i < domain.length(); i++) {
            if (AMBIGUOUS.indexOf(domain.charAt(i)) >= 0) {
                return Optional.of("has a domain that must be given in its ASCII form (xn--…)");
            }
        }
        try {
            return findAsciiProblem(IDN.toASCII(domain, IDN_FLAGS));
        } catch (IllegalArgumentException notEncodable) {
            return Optional.of("has a domain that is not a valid international domain name");
        }
    }

    private static Optional<String> findAsciiProblem(String domain) {
        if (domain.isEmpty()) {
            return Optional.of("has no domain");
        }
        if (domain.length() > MAX_NAME) {
            return Optional.of("has a domain of more than " + MAX_NAME + " characters");
        }
        int labelStart = 0;
        boolean numeric = true;
        for (int i = 0; i <= domain.length(); i++) {
            char c = i == domain.length() ? '.' : domain.charAt(i);
            if (c == '.') {
                if (!isLabel(domain, labelStart, i)) {
                    return Optional.of("has a domain that is not a valid domain name");
                }
                if (i < domain.length()) {
                    numeric = true;
                }
                labelStart = i + 1;
            } else if (isLetterOrDigit(c)) {
                numeric &= c <= '9';
            } else if (c == '-') {
                numeric = false;
            } else {
                return Optional.of("has a domain that is not a valid domain name");
            }
        }
        return numeric ? Optional.of("has a number where the top level domain should be") : Optional.empty();
    }

    private static boolean isLabel(String domain, int start, int end) {
        return end > start && end - start <= MAX_LABEL && domain.charAt(start) != '-' && domain.charAt(end - 1) != '-';
    }

    private static boolean isLetterOrDigit(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 127) {
                return false;
            }
        }
        return true;
    }
}
