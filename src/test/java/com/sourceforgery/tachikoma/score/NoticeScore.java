package com.sourceforgery.tachikoma.score;

import com.sourceforgery.tachikoma.bounce.Notice;
import com.sourceforgery.tachikoma.bounce.NoticeReader;
import com.sourceforgery.tachikoma.bounce.Report;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Scores how mails to bounce addresses are read. Argument: a folder with {@code bounces/eml/*.eml} and
 * {@code bounces/expected.tsv}, and {@code inbound-mime/*.eml}, of which none is a bounce. Where a mail has a machine-readable
 * part, that part is the truth for status and action; codes {@code x.0.9nn} are another tool's own.
 */
final class NoticeScore {
    private static final Pattern OWN_CODE = Pattern.compile("\\d\\.0\\.9\\d\\d");
    private static final Pattern FIELD = Pattern.compile("(?im)^(final-recipient|status|action):[ \\t]*(.*)$");
    private static final Map<String, Notice.Kind> KINDS =
            Map.of("feedback", Notice.Kind.COMPLAINT, "vacation", Notice.Kind.AUTO_REPLY);

    private final NoticeReader reader = NoticeReader.packaged();
    private final Scorecard card = new Scorecard()
            .group("1 detected", false)
            .group("2 recipients", false)
            .group("3 status", false)
            .group("4 action", false)
            .group("5 message id", false)
            .group("6 mails that are none", false);

    private record Expected(String status, String reason, String recipient, String action, String messageId) {}

    private NoticeScore() {}

    public static void main(String[] arguments) throws IOException {
        NoticeScore score = new NoticeScore();
        score.bounces(Path.of(arguments[0], "bounces"));
        score.mails(Path.of(arguments[0], "inbound-mime"));
        System.out.println(score.card);
    }

    private void bounces(Path folder) throws IOException {
        Map<String, List<Expected>> expected = Files.readAllLines(folder.resolve("expected.tsv")).stream()
                .skip(1)
                .map(line -> line.split("\t", -1))
                .collect(Collectors.groupingBy(
                        row -> row[0],
                        TreeMap::new,
                        Collectors.mapping(
                                row -> new Expected(row[2], row[4], row[6], row[8], row[9]), Collectors.toList())));
        for (Map.Entry<String, List<Expected>> file : expected.entrySet()) {
            Path path = folder.resolve("eml").resolve(file.getKey());
            compare(file.getKey(), file.getValue(), read(path), Files.readString(path, StandardCharsets.ISO_8859_1));
        }
    }

    private Notice read(Path path) throws IOException {
        try (InputStream mail = Files.newInputStream(path)) {
            return reader.read(null, mail);
        }
    }

    private void compare(String name, List<Expected> expected, Notice notice, String mail) {
        Notice.Kind kind = KINDS.getOrDefault(expected.get(0).reason(), Notice.Kind.DELIVERY_STATUS);
        card.compare("1 detected", name, kind.name(), notice.kind().name());
        if (kind == Notice.Kind.AUTO_REPLY || notice.kind() != kind) {
            return;
        }
        card.compare("2 recipients", name, recipients(expected), recipients(expected, notice));
        card.compare("5 message id", name, expected.get(0).messageId(), notice.messageId());
        if (kind == Notice.Kind.DELIVERY_STATUS) {
            Map<String, Map<String, String>> truth = machineReadable(mail);
            expected.forEach(one -> of(one.recipient(), notice).ifPresent(report -> compare(name, one, report, truth)));
        }
    }

    private void compare(String name, Expected one, Report report, Map<String, Map<String, String>> truth) {
        Map<String, String> fields = report.addresses().stream()
                .filter(truth::containsKey)
                .findFirst()
                .map(truth::get)
                .orElse(Map.of());
        String status =
                fields.getOrDefault("status", OWN_CODE.matcher(one.status()).matches() ? "" : one.status());
        if (!status.isEmpty()) {
            card.compare("3 status", name, status.split("[ (]")[0], report.status());
        }
        String action = fields.getOrDefault("action", one.action()).toLowerCase(Locale.ROOT);
        card.compare("4 action", name, action, report.action().name().toLowerCase(Locale.ROOT));
    }

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

    private static Optional<Report> of(String recipient, Notice notice) {
        return notice.reports().stream()
                .filter(report -> report.addresses().stream().anyMatch(unquoted(recipient)::equalsIgnoreCase))
                .findFirst();
    }

    private static String unquoted(String cell) {
        return cell.startsWith("\"") ? cell.substring(1, cell.length() - 1).replace("\"\"", "\"") : cell;
    }

    private static String recipients(List<Expected> expected) {
        return expected.stream().map(one -> unquoted(one.recipient())).sorted().collect(Collectors.joining(" "));
    }

    /** By the expected one of each report's names, else by its first. */
    private static String recipients(List<Expected> expected, Notice notice) {
        List<String> named = new ArrayList<>();
        for (Report report : notice.reports()) {
            named.add(expected.stream()
                    .map(one -> unquoted(one.recipient()))
                    .filter(one -> report.addresses().stream().anyMatch(one::equalsIgnoreCase))
                    .findFirst()
                    .orElse(
                            report.addresses().isEmpty()
                                    ? "-"
                                    : report.addresses().get(0)));
        }
        return named.stream().sorted().collect(Collectors.joining(" "));
    }

    private void mails(Path folder) throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            for (Path path : paths.filter(file -> file.toString().endsWith(".eml"))
                    .sorted()
                    .toList()) {
                card.compare(
                        "6 mails that are none",
                        path.getFileName().toString(),
                        "UNRELATED",
                        read(path).kind().name());
            }
        }
    }
}
