package com.sourceforgery.tachikoma.component.maillog;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one line of Postfix's log says about a mail. Lines are {@code <time> <host> <syslog_name>/<program>[<pid>]: <queue
 * id>: <text>}, the time in BSD (RFC 3164) or ISO 8601 form; {@code syslog_name} may be anything, with slashes too.
 */
public sealed interface LogLine {

    /** Short (hexadecimal) or long (base 52), see postconf(5) enable_long_queue_ids. */
    String queueId();

    /** The queue manager took up a mail; the first such line proves that Postfix has it. */
    record Active(String queueId, String envelopeSender) implements LogLine {}

    /** The mail has left the queue: nothing more will be said of it. */
    record Removed(String queueId) implements LogLine {}

    /** The mail was too old to be tried again; which recipients it still had is not said. */
    record Expired(String queueId, String envelopeSender) implements LogLine {}

    /**
     * One attempt to deliver to one recipient.
     *
     * @param recipient as the sender gave it, before aliases and rewriting
     * @param relay the next hop, {@code none} when it came to none
     * @param status enhanced status code (RFC 3463): 2 sent, 4 deferred, 5 bounced
     * @param text what the next hop said, or why there was none
     */
    record Delivery(String queueId, String recipient, String relay, String status, String text) implements LogLine {}

    /** What the line says; empty for the many that say nothing about a delivery, or are no Postfix lines at all. */
    static Optional<LogLine> parse(String line) {
        Matcher head = Syntax.HEAD.matcher(line);
        if (!head.find()) {
            return Optional.empty();
        }
        String program = head.group("program");
        String queueId = head.group("id");
        String text = line.substring(head.end());
        if (Syntax.QUEUE_MANAGERS.contains(program)) {
            return Syntax.queueManager(queueId, text);
        }
        return Syntax.DELIVERY_AGENTS.contains(program) ? Syntax.delivery(queueId, text) : Optional.empty();
    }

    /** The written forms; see Postfix's log_adhoc.c, qmgr_active.c and bounce.c. */
    final class Syntax {
        private static final Set<String> QUEUE_MANAGERS = Set.of("qmgr", "oqmgr", "nqmgr");
        private static final Set<String> DELIVERY_AGENTS =
                Set.of("smtp", "lmtp", "virtual", "local", "error", "retry", "relay", "pipe", "bounce");

        private static final Pattern HEAD =
                Pattern.compile("^(?:[A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d|\\d{4}-\\d\\d-\\d\\dT\\S+) \\S+ "
                        + "\\S+/(?<program>[a-z]+)\\[\\d+\\]: (?<id>[0-9A-Za-z]{5,40}): ");

        /** In angle brackets, with quoted local parts that may hold anything; very old lines have no brackets. */
        private static final String ADDRESS = "(?:<((?:\"(?:[^\"\\\\]|\\\\.)*\"|[^\">])*)>|([^<>, ]+))";

        private static final Pattern DELIVERY = Pattern.compile(
                "^to=" + ADDRESS + ", (?:orig_to=" + ADDRESS + ", )?relay=(?<relay>[^,]*), (?:conn_use=\\d+, )?"
                        + "delay=[\\d.]+, (?:delays=[\\d./]+, )?(?:tls=[^, ]+, )?(?:dsn=(?<dsn>\\d\\.\\d+\\.\\d+), )?"
                        + "status=(?<status>sent|deferred|bounced|SOFTBOUNCE) \\((?<text>.*)\\)$",
                Pattern.DOTALL);
        private static final Pattern ACTIVE =
                Pattern.compile("^from=" + ADDRESS + ", size=\\d+, nrcpt=\\d+ \\(queue active\\)$");
        private static final Pattern EXPIRED =
                Pattern.compile("^from=" + ADDRESS + ", status=(?:force-)?expired, returned to sender$");

        private Syntax() {}

        private static Optional<LogLine> queueManager(String queueId, String text) {
            if (text.equals("removed")) {
                return Optional.of(new Removed(queueId));
            }
            Matcher active = ACTIVE.matcher(text);
            if (active.matches()) {
                return Optional.of(new Active(queueId, address(active, 1)));
            }
            Matcher expired = EXPIRED.matcher(text);
            return expired.matches() ? Optional.of(new Expired(queueId, address(expired, 1))) : Optional.empty();
        }

        private static Optional<LogLine> delivery(String queueId, String text) {
            Matcher delivery = DELIVERY.matcher(text);
            if (!delivery.matches()) {
                return Optional.empty();
            }
            String original = address(delivery, 3);
            return Optional.of(new Delivery(
                    queueId,
                    original == null ? address(delivery, 1) : original,
                    delivery.group("relay"),
                    status(delivery.group("status"), delivery.group("dsn")),
                    delivery.group("text")));
        }

        private static String address(Matcher matcher, int group) {
            String bracketed = matcher.group(group);
            return bracketed == null ? matcher.group(group + 1) : bracketed;
        }

        // With soft_bounce a refusal keeps its code while the mail stays queued: the word decides, not the code.
        private static String status(String word, String dsn) {
            String statusClass =
                    switch (word) {
                        case "sent" -> "2";
                        case "bounced" -> "5";
                        default -> "4";
                    };
            return statusClass + (dsn == null ? ".0.0" : dsn.substring(1));
        }
    }
}
