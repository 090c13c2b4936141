package com.sourceforgery.tachikoma.sink;

import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is to become of a mail, read from the recipient's local part: a word, then an argument after {@code +}, then
 * anything after another {@code +}, which only makes addresses unique.
 *
 * <pre>
 * bounce+5.1.1@…   refused for good with this code              (default 5.1.1)
 * defer+2@…        put off so many times, then delivered        (default 1)
 * slow+3@…         delivered after so many seconds              (default 3)
 * complain@…       delivered, then complained about
 * expire@…         put off until the queue gives it up
 * reject+5.7.1@…   refused at RCPT by the first server          (default 5.7.1)
 * busy+4.3.2@…     'not now' at RCPT by the first server        (default 4.3.2)
 * anything else    delivered
 * </pre>
 *
 * @param kind what happens
 * @param code enhanced status code (RFC 3463) of the refusal; {@code 2.0.0} when there is none
 * @param count times to put off, or seconds to wait; 0 where it has no meaning
 */
public record Behaviour(Kind kind, String code, int count) {
    /** What happens. */
    public enum Kind {
        DELIVER,
        BOUNCE,
        DEFER,
        SLOW,
        COMPLAIN,
        EXPIRE,
        REJECT,
        BUSY
    }

    private static final Pattern LOCAL_PART = Pattern.compile("(bounce|defer|slow|complain|expire|reject|busy)"
            + "(?:\\+(?:(?<code>[45]\\.\\d{1,3}\\.\\d{1,3})|(?<count>\\d{1,4}))(?=[+@]))?(?:\\+[^@]*)?@.*");
    private static final Behaviour DELIVERY = new Behaviour(Kind.DELIVER, "2.0.0", 0);

    /**
     * @param address an address without angle brackets; its case does not matter
     */
    public static Behaviour of(String address) {
        Matcher parts = LOCAL_PART.matcher(address.toLowerCase(Locale.ROOT));
        if (!parts.matches()) {
            return DELIVERY;
        }
        String code = parts.group("code");
        int count = parts.group("count") == null ? -1 : Integer.parseInt(parts.group("count"));
        return switch (parts.group(1)) {
            case "bounce" -> new Behaviour(Kind.BOUNCE, code(code, '5', "5.1.1"), 0);
            case "defer" -> new Behaviour(Kind.DEFER, "4.2.0", count < 0 ? 1 : count);
            case "slow" -> new Behaviour(Kind.SLOW, "2.0.0", count < 0 ? 3 : count);
            case "complain" -> new Behaviour(Kind.COMPLAIN, "2.0.0", 0);
            case "expire" -> new Behaviour(Kind.EXPIRE, "4.4.1", 0);
            case "reject" -> new Behaviour(Kind.REJECT, code(code, '5', "5.7.1"), 0);
            default -> new Behaviour(Kind.BUSY, code(code, '4', "4.3.2"), 0);
        };
    }

    private static String code(String asked, char severity, String otherwise) {
        return asked != null && asked.charAt(0) == severity ? asked : otherwise;
    }

    /** How long the slowest of these recipients keeps a mail waiting. */
    static Duration slowness(Collection<String> addresses) {
        return Duration.ofSeconds(addresses.stream()
                .map(Behaviour::of)
                .filter(behaviour -> behaviour.kind == Kind.SLOW)
                .mapToInt(Behaviour::count)
                .max()
                .orElse(0));
    }

    /** How the story of this recipient ends, in one word for lists and judges. */
    public String outcome() {
        return switch (kind) {
            case DELIVER, DEFER, SLOW -> "delivered";
            case COMPLAIN -> "complained";
            case BOUNCE -> "bounced";
            case EXPIRE -> "expired";
            case REJECT, BUSY -> "refused";
        };
    }

    /** The reply of a server that refuses, for example {@code 550 5.1.1 <…>: Recipient address rejected: User unknown}. */
    Reply refusal(String address) {
        return switch (kind) {
            case REJECT -> new Reply(554, code + " <" + address + ">: Recipient address rejected: Access denied");
            case BUSY -> new Reply(450, code + " <" + address + ">: Recipient address rejected: Try again later");
            case DEFER -> new Reply(450, code + " <" + address + ">: Recipient address rejected: Greylisted");
            case EXPIRE -> new Reply(451, code + " <" + address + ">: Temporary lookup failure");
            default -> new Reply(550, code + " <" + address + ">: Recipient address rejected: User unknown");
        };
    }

    /**
     * @param code SMTP reply code
     * @param text what follows it, with the enhanced code
     */
    record Reply(int code, String text) {
        @Override
        public String toString() {
            return code + " " + text;
        }
    }
}
