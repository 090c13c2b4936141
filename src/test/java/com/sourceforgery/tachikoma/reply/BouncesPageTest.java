package com.sourceforgery.tachikoma.reply;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page that operators read says of the classes what the rules say. */
class BouncesPageTest {
    private static final Path PAGE = Path.of("docs/bounces.md");
    private static final Pattern EXAMPLE = Pattern.compile("`(\\d{3}[^`]+)`");

    /** Kinds of mails that are no replies are in the same table; their names are not the rules'. */
    private static final Set<String> MAILS =
            Set.of("complaint", "opt-out", "auto-reply", "receipt", "challenge", "delay-notice", "unrelated");

    private final ReplyRules rules = ReplyRules.packaged();

    private record Row(String name, boolean blocks, boolean alarms, String examples) {
        static Row of(String line) {
            String[] cells = line.split(" \\| ");
            return new Row(cells[0].replaceAll("[|` ]", ""), cells[2].equals("yes"), cells[3].equals("yes"), cells[5]);
        }
    }

    private static List<Row> table() throws IOException {
        try (Stream<String> lines = Files.lines(PAGE)) {
            return lines.filter(line -> line.startsWith("| `") && line.split(" \\| ").length == 6)
                    .map(Row::of)
                    .toList();
        }
    }

    @Test
    void itsTableHasTheClassesOfTheRulesInTheirOrder() throws IOException {
        assertEquals(
                rules.classes().stream()
                        .map(replyClass -> List.of(replyClass.name(), replyClass.blocks(), replyClass.alarms()))
                        .toList(),
                table().stream()
                        .filter(row -> !MAILS.contains(row.name()))
                        .map(row -> List.<Object>of(row.name(), row.blocks(), row.alarms()))
                        .toList());
    }

    @Test
    void itHasAllKindsOfMails() throws IOException {
        assertEquals(
                MAILS.size(),
                table().stream().filter(row -> MAILS.contains(row.name())).count());
    }

    @Test
    void theRepliesInItAreJudgedAsItSays() throws IOException {
        for (Row row : table()) {
            Matcher example = EXAMPLE.matcher(row.examples());
            while (example.find()) {
                assertEquals(
                        row.name(), rules.judge(new Reply("", example.group(1))).replyClass(), example.group());
            }
        }
    }
}
