package com.sourceforgery.tachikoma.bounce;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sourceforgery.tachikoma.bounce.Notice.Kind;
import com.sourceforgery.tachikoma.bounce.Report.Action;
import com.sourceforgery.tachikoma.reply.Reply;
import com.sourceforgery.tachikoma.reply.ReplyRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Mails as many servers and people's programs write them are read, and judged, as they were labelled before. */
class CollectedNoticesTest {
    private static final Path FOLDER = Path.of("src/test/resources/notices");
    private static final Set<Action> JUDGED = Set.of(Action.FAILED, Action.DELAYED);

    private final ReplyRules rules = ReplyRules.packaged();

    @ParameterizedTest
    @CsvFileSource(resources = "/notices/later.csv", delimiter = '|', nullValues = "-", emptyValue = "")
    void aMailSays(String name, String kind, String reports) {
        Notice notice = Notices.of("later/" + name);

        assertEquals(kind, notice.kind() + (notice.feedbackType().isEmpty() ? "" : " " + notice.feedbackType()));
        assertEquals(
                reports == null ? "" : reports,
                notice.reports().stream()
                        .map(report -> shown(report, notice.kind()))
                        .collect(Collectors.joining(";")));
    }

    private String shown(Report report, Kind kind) {
        String addresses = String.join(",", report.addresses());
        return kind == Kind.COMPLAINT
                ? addresses
                : String.join(
                        " ",
                        addresses,
                        report.action().name(),
                        report.status().isEmpty() ? "-" : report.status(),
                        JUDGED.contains(report.action()) ? judged(report) : "-");
    }

    private String judged(Report report) {
        return rules.judge(new Reply(report.status(), report.text())).replyClass();
    }

    @Test
    void eachMailOfTheFolderIsLabelled() throws IOException {
        List<String> labelled = Files.readAllLines(FOLDER.resolve("later.csv")).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(0, line.indexOf('|')) + ".eml")
                .sorted()
                .toList();
        try (var files = Files.list(FOLDER.resolve("later"))) {
            assertEquals(
                    files.map(file -> file.getFileName().toString()).sorted().toList(), labelled);
        }
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/notices/answers.csv", delimiter = '|')
    void anAnswerOfAProgramIsOneInAnyLanguage(String language, String subject, String text) {
        Notice notice = Notices.from(
                "",
                "From: ada@world.example\nSubject: " + subject + "\nContent-Type: text/plain; charset=utf-8\n\n"
                        + text);

        assertEquals(Kind.AUTO_REPLY, notice.kind(), language);
    }
}
