package com.sourceforgery.tachikoma.score;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is expected of a folder with {@code eml/*.eml} and {@code expected.tsv}, a row for each recipient of each file. Where a
 * mail has a machine-readable part, that part is the truth for status and action; codes {@code x.0.9nn} are another tool's
 * own, and no truth at all.
 */
final class ExpectedBounces {
    private static final Pattern OWN_CODE = Pattern.compile("\\d\\.0\\.9\\d\\d");
    private static final Pattern FIELD = Pattern.compile("(?im)^(final-recipient|status|action):[ \\t]*(.*)$");
    private static final Pattern FEEDBACK_TYPE = Pattern.compile("(?im)^feedback-type:[ \\t]*([a-z-]+)");

    /**
     * @param reason the other tool's class
     * @param isDead whether the address is dead
     * @param status empty when nothing says it
     * @param action {@code failed}, {@code delayed} …
     * @param feedbackType of complaints
     */
    record Row(
            Path mail,
            String recipient,
            String reason,
            boolean isDead,
            String status,
            String action,
            String feedbackType,
            boolean isMachineReadable) {
        String name() {
            return mail.getFileName() + " " + recipient;
        }
    }

    private ExpectedBounces() {}

    static List<Row> read(Path folder) throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("expected.tsv")).stream()
                .skip(1)
                .toList()) {
            String[] cells = line.split("\t", -1);
            Path mail = folder.resolve("eml").resolve(cells[0]);
            String text = Files.readString(mail, StandardCharsets.ISO_8859_1);
            String recipient = unquoted(cells[6]);
            Map<String, String> truth = machineReadable(text).getOrDefault(recipient, Map.of());
            String status =
                    truth.getOrDefault("status", OWN_CODE.matcher(cells[2]).matches() ? "" : cells[2]);
            String action = truth.getOrDefault("action", cells[8]).toLowerCase(Locale.ROOT);
            Matcher type = FEEDBACK_TYPE.matcher(text);
            rows.add(new Row(
                    mail,
                    recipient,
                    cells[4],
                    cells[5].equals("1"),
                    status.split("[ (]")[0],
                    action.replace("deliverable", "delivered"),
                    type.find() ? type.group(1).toLowerCase(Locale.ROOT) : "",
                    !truth.isEmpty()));
        }
        return rows;
    }

    private static String unquoted(String cell) {
        return cell.startsWith("\"") ? cell.substring(1, cell.length() - 1).replace("\"\"", "\"") : cell;
    }

    /** Fields by the recipient that they are about. */
    private static Map<String, Map<String, String>> machineReadable(String mail) {
        Map<String, Map<String, String>> recipients = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String block : mail.replace("\r", "").split("\n[ \t]*\n")) {
            Map<String, String> fields = new TreeMap<>();
            Matcher field = FIELD.matcher(block);
            while (field.find()) {
                fields.putIfAbsent(
                        field.group(1).toLowerCase(Locale.ROOT), field.group(2).strip());
            }
            if (fields.size() > 1 && fields.containsKey("final-recipient")) {
                String recipient = fields.get("final-recipient").replaceFirst("^[^;]*;", "");
                recipients.putIfAbsent(recipient.replaceAll("[<>\\s]", ""), fields);
            }
        }
        return recipients;
    }
}
