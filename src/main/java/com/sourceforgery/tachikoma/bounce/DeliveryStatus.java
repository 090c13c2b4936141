package com.sourceforgery.tachikoma.bounce;

import com.sourceforgery.tachikoma.bounce.Report.Action;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code message/delivery-status} (RFC 3464 §2) and its international form (RFC 6533 §4), sloppy ones too. */
final class DeliveryStatus {
    /**
     * Names of the recipient, that which the sender used first, the place where it happened last: sendmail's
     * {@code X-Actual-Recipient} is the address at fault, its {@code Final-Recipient} that of the RCPT command.
     */
    private static final List<String> NAMES = List.of("original-recipient", "final-recipient", "x-actual-recipient");

    /** A second one of these within a group belongs to the next recipient. */
    private static final Set<String> ONCE = Set.of("original-recipient", "final-recipient", "action", "status");

    private static final Set<String> TELLING =
            Set.of("original-recipient", "final-recipient", "action", "status", "diagnostic-code");
    private static final Pattern BEGINNING =
            Pattern.compile("(?im)^(?:Reporting-MTA|Original-Recipient|Final-Recipient)[ \\t]*:");
    private static final Pattern RECIPIENT = Pattern.compile("(?im)^Final-Recipient[ \\t]*:");
    private static final Pattern TYPE = Pattern.compile("^\\s*[A-Za-z][\\w.-]*\\s*;\\s*");
    private static final Map<String, Action> BY_WORD = Map.ofEntries(
            Map.entry("failed", Action.FAILED),
            Map.entry("failure", Action.FAILED),
            Map.entry("fail", Action.FAILED),
            Map.entry("bounced", Action.FAILED),
            Map.entry("rejected", Action.FAILED),
            Map.entry("expired", Action.FAILED),
            Map.entry("undeliverable", Action.FAILED),
            Map.entry("undelivered", Action.FAILED),
            Map.entry("delayed", Action.DELAYED),
            Map.entry("delay", Action.DELAYED),
            Map.entry("deferred", Action.DELAYED),
            Map.entry("warning", Action.DELAYED),
            Map.entry("delivered", Action.DELIVERED),
            Map.entry("deliverable", Action.DELIVERED),
            Map.entry("success", Action.DELIVERED),
            Map.entry("relayed", Action.RELAYED),
            Map.entry("relay", Action.RELAYED),
            Map.entry("expanded", Action.EXPANDED));
    private static final Map<String, Action> BY_CLASS =
            Map.of("5", Action.FAILED, "4", Action.DELAYED, "2", Action.DELIVERED);

    private DeliveryStatus() {}

    /** @return what the part reports, {@value Report#MOST} recipients at most; none where it names none or says nothing of them */
    static List<Report> reports(String part) {
        return reports(Fields.groups(part, true), false);
    }

    /**
     * For mails whose parts have lost their boundaries.
     *
     * @return what the fields report that stand among other text, the first row of them
     */
    static List<Report> reportsWithin(String text) {
        Matcher beginning = BEGINNING.matcher(text);
        return beginning.find() ? reports(Fields.groups(text.substring(beginning.start()), false), true) : List.of();
    }

    /** @return where the last recipient's fields begin in a text, 0 when there are none */
    static int endWithin(String text) {
        Matcher recipient = RECIPIENT.matcher(text);
        int end = 0;
        while (recipient.find()) {
            end = recipient.end();
        }
        return end;
    }

    private static List<Report> reports(List<List<Fields.Field>> groups, boolean isAmongText) {
        List<Map<String, String>> recipients = new ArrayList<>();
        for (List<Fields.Field> group : groups) {
            if (recipients.size() >= Report.MOST) {
                break;
            }
            boolean isNaming = group.stream().anyMatch(field -> NAMES.contains(field.name()));
            if (isNaming) {
                split(group, recipients);
            } else if (!recipients.isEmpty()) {
                if (isAmongText) {
                    break;
                }
                complete(recipients.get(recipients.size() - 1), group);
            }
        }
        return recipients.stream()
                .limit(Report.MOST)
                .map(DeliveryStatus::report)
                .flatMap(Optional::stream)
                .toList();
    }

    private static void split(List<Fields.Field> group, List<Map<String, String>> recipients) {
        Map<String, String> recipient = new HashMap<>();
        recipients.add(recipient);
        for (Fields.Field field : group) {
            if (ONCE.contains(field.name()) && recipient.containsKey(field.name())) {
                recipient = new HashMap<>();
                recipients.add(recipient);
            }
            recipient.putIfAbsent(field.name(), field.value());
        }
    }

    /** An empty line too many has torn a recipient's fields apart. */
    private static void complete(Map<String, String> recipient, List<Fields.Field> group) {
        group.stream()
                .filter(field -> TELLING.contains(field.name()))
                .forEach(field -> recipient.putIfAbsent(field.name(), field.value()));
    }

    private static Optional<Report> report(Map<String, String> fields) {
        String text = withoutType(fields.getOrDefault("diagnostic-code", ""));
        String said = Words.status(fields.getOrDefault("status", ""));
        String status = said.isEmpty() ? Words.status(text) : said;
        return action(fields, status, text).map(action -> new Report(addresses(fields), action, status, text));
    }

    private static List<String> addresses(Map<String, String> fields) {
        Collection<String> addresses = new LinkedHashSet<>();
        NAMES.forEach(name -> addresses.addAll(Addresses.named(fields.getOrDefault(name, ""))));
        return List.copyOf(addresses);
    }

    private static Optional<Action> action(Map<String, String> fields, String status, String text) {
        String word = fields.getOrDefault("action", "")
                .strip()
                .toLowerCase(Locale.ROOT)
                .split("[^a-z]", 2)[0];
        Action action = BY_WORD.get(word);
        if (action == null) {
            action = BY_CLASS.get(status.isEmpty() ? Words.replyClass(text) : status.substring(0, 1));
        }
        return Optional.ofNullable(action);
    }

    private static String withoutType(String code) {
        return TYPE.matcher(code).replaceFirst("");
    }
}
