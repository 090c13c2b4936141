package com.sourceforgery.tachikoma.bounce;

import com.sourceforgery.tachikoma.address.DomainName;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The mail that a notice is about.
 *
 * @param recipient the one envelope recipient that counts
 * @param copies further ones, which count for nobody
 */
record SentMail(long accountId, String autoMailId, String recipient, List<String> copies) {
    /** A quoted local part that needs no quotes, RFC 5321 §4.1.2. */
    private static final Pattern NEEDLESS_QUOTES = Pattern.compile("\"([A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+)\"(@.*)");

    /** @param row of {@code bounce-find.sql} */
    static SentMail of(Map<String, Object> row) {
        String copies = (String) row.get("copies");
        return new SentMail(
                ((Number) row.get("account_id")).longValue(),
                (String) row.get("auto_mail_id"),
                (String) row.get("recipient"),
                copies.isEmpty() ? List.of() : List.of(copies.split("\n")));
    }

    /** Whether the whole address is the recipient's. */
    boolean isTo(String address) {
        return isSame(recipient, address);
    }

    /** As {@link #isTo}; some servers name the local part alone, which may be another domain's. */
    boolean mayBeTo(String name) {
        return mayBe(recipient, name);
    }

    /** Whether a bcc address may be meant, by its local part alone, too. */
    boolean mayBeCopyTo(String name) {
        return copies.stream().anyMatch(copy -> mayBe(copy, name));
    }

    private static boolean mayBe(String address, String name) {
        String normal = normal(address);
        return isSame(address, name)
                || name.indexOf('@') < 0
                        && normal.substring(0, normal.lastIndexOf('@')).equals(normal(name));
    }

    private static boolean isSame(String one, String other) {
        return normal(one).equals(normal(other));
    }

    private static String normal(String address) {
        String lower = address.strip().toLowerCase(Locale.ROOT);
        Matcher quoted = NEEDLESS_QUOTES.matcher(lower);
        String plain = quoted.matches() ? quoted.group(1) + quoted.group(2) : lower;
        int at = plain.lastIndexOf('@');
        String domain = plain.substring(at + 1);
        return DomainName.findProblem(domain).isPresent()
                ? plain
                : plain.substring(0, at + 1) + DomainName.toAscii(domain);
    }
}
