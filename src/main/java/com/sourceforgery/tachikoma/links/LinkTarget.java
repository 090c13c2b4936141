package com.sourceforgery.tachikoma.links;

import com.sourceforgery.tachikoma.address.DomainName;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a link of a mail may lead: to absolute http and https addresses, as people write them. */
public final class LinkTarget {
    private static final Pattern ABSOLUTE = Pattern.compile(
            "(https?)://((?:[^/?#\\\\@]*@)?)([^/?#\\\\@:]+)((?::\\d{1,5})?)([/?#].*)?", Pattern.CASE_INSENSITIVE);
    private static final String NOT_IN_A_URI = "\"<>\\^`{|} ";

    private LinkTarget() {}

    /**
     * The header {@code Location} (RFC 9110 §10.2.2) that leads there, in ASCII: the host as DNS has it, what no URI may
     * have percent-encoded (RFC 3986 §2.1), all else as it is. Nothing for other schemes, for addresses without a host, and
     * for control characters, which would end the header.
     */
    public static Optional<String> findLocation(String target) {
        Matcher parts = ABSOLUTE.matcher(target);
        if (target.chars().anyMatch(Character::isISOControl) || !parts.matches()) {
            return Optional.empty();
        }
        String host = host(parts.group(3));
        String rest = parts.group(5) == null ? "" : parts.group(5);
        return host.isEmpty()
                ? Optional.empty()
                : Optional.of(parts.group(1) + "://" + encode(parts.group(2)) + host + parts.group(4) + encode(rest));
    }

    /** Empty when no DNS could have it. A host in ASCII stays as it is, an underscore or an address in it too. */
    private static String host(String host) {
        if (host.chars().allMatch(c -> c < 0x80)) {
            return host.chars().anyMatch(c -> NOT_IN_A_URI.indexOf(c) >= 0) ? "" : host;
        }
        return DomainName.findProblem(host).isEmpty() ? DomainName.toAscii(host) : "";
    }

    private static String encode(String part) {
        StringBuilder encoded = new StringBuilder(part.length());
        part.codePoints().forEach(c -> {
            if (c < 0x80 && NOT_IN_A_URI.indexOf(c) < 0) {
                encoded.appendCodePoint(c);
            } else {
                for (byte octet : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                    encoded.append(String.format("%%%02X", octet));
                }
            }
        });
        return encoded.toString();
    }
}
