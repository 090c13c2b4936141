package com.sourceforgery.tachikoma.bounce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rule file is refused with all its faults, and one that is in order decides how mails are read. */
class NoticeRulesTest {
    private static final Path PACKAGED = Path.of("src/main/resources/camel/rules/notices.yaml");

    @TempDir
    private Path folder;

    private Path file(String yaml) throws IOException {
        return Files.writeString(folder.resolve("notices.yaml"), yaml);
    }

    private List<String> faults(String yaml) throws IOException {
        return NoticeReader.check(file(yaml));
    }

    @Test
    void thePackagedRulesAreInOrder() {
        assertEquals(List.of(), NoticeReader.check(PACKAGED));
    }

    @Test
    void aRuleOfOnesOwnReadsMails() throws IOException {
        NoticeReader reader = NoticeReader.read(file("""
                senders: ['robot@']
                copies: ['^-- copy']
                delays: ['we go on trying']
                formats:
                  - name: robot
                    header: {x-robot: '^1'}
                    says: ['not here', ['alas', 'sorry']]
                    report: '^(?P<status>\\S+) {recipient} for {original}: (?P<text>.*)'
                    action: failed
                    example: |
                      From: robot@world.example
                      X-Robot: 1

                      Sorry, not
                      here:
                      5.1.1 b@world.example for ada@world.example: no Ada
                    gives: [{recipient: b@world.example, original: ada@world.example, status: 5.1.1, text: no Ada, action: failed}]
                """));
        String mail = """
                From: robot@world.example
                X-Robot: 1

                ALAS, not here. We go
                on trying.
                4.2.2 c@world.example for bob@world.example: full
                -- copy
                4.2.2 d@world.example for dora@world.example: full
                """;
        Notice notice =
                reader.read("robot@world.example", new ByteArrayInputStream(mail.getBytes(StandardCharsets.UTF_8)));

        assertEquals("robot", notice.format());
        assertEquals("bob@world.example|c@world.example DELAYED 4.2.2 full", Notices.reports(notice));
    }

    @Test
    void allFaultsAreToldWithTheirLines() throws IOException {
        assertEquals(
                List.of(
                        "line 1: The file has no member 'sender'; there are auto-replies, challenges, copies, delays, "
                                + "formats, senders, subjects.",
                        "line 2: The expression is none of RE2: missing closing ).",
                        "line 4: A rule needs a name of small letters, digits and hyphens.",
                        "line 4: Rule 'Upper Case' needs header or says, else it is for any mail.",
                        "line 4: Rule 'Upper Case' needs an example, a mail that it reads.",
                        "line 5: The expression has no group 'recipient'.",
                        "line 6: Rule 'Upper Case' needs an action: failed, delayed, delivered, relayed or expanded.",
                        "line 7: The expression has no group 'text'.",
                        "line 8: A rule of formats has no member 'then'; there are action, bulk, example, gives, header, "
                                + "in, name, reason, report, says.",
                        "line 10: bulk is true or false.",
                        "line 11: There is a rule 'twice' already.",
                        "line 14: A text is wanted here."),
                faults("""
                        sender: x
                        copies: ['(']
                        formats:
                          - name: Upper Case
                            report: 'nobody'
                            action: lost
                            reason: x
                            then: x
                        challenges:
                          - {name: twice, header: {a: b}, bulk: perhaps, example: x}
                          - {name: twice, header: {a: b}, example: x}
                        auto-replies:
                          - name: texts
                            says: [[[x]]]
                            example: x
                        """));
    }

    @Test
    void anExampleThatAnotherRuleReadsIsAFault() throws IOException {
        String rules = """
                senders: ['daemon']
                formats:
                  - name: first
                    says: ['gone']
                    report: '{recipient} is'
                    action: failed
                    example: |
                      From: daemon@world.example

                      ada@world.example is gone
                    gives: [{recipient: ada@world.example, text: 'because'}]
                  - name: second
                    says: ['gone']
                    report: '{recipient} is'
                    action: failed
                    example: |
                      From: daemon@world.example

                      ada@world.example is gone
                    gives: [{recipient: ada@world.example}]
                  - name: third
                    says: ['gone']
                    report: '{recipient} is'
                    action: failed
                    example: |
                      From: ada@world.example

                      ada@world.example is gone
                """;

        assertEquals(
                List.of(
                        "line 7: The example of 'first' gives [{recipient=ada@world.example, text=}] and not "
                                + "[{recipient=ada@world.example, text=because}].",
                        "line 16: The example of 'second' is read by 'first'.",
                        "line 25: The example of 'third' is read by no rule."),
                faults(rules));
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> NoticeReader.read(file(rules)));
        assertTrue(refused.getMessage().contains("is not in order:\nline 7: "), refused.getMessage());
        assertTrue(refused.getMessage().contains("\nline 25: "), refused.getMessage());
    }

    @Test
    void whatIsNoYamlIsAFault() throws IOException {
        assertEquals(List.of("line 1: The file is empty."), faults(""));
        assertEquals(List.of("line 1: The file must have members (name: value)."), faults("nothing"));
        assertTrue(faults("senders: []\nformats: [").get(0).startsWith("line 2: This is not YAML: "));
        assertEquals(List.of("line 2: 'senders' is there twice."), faults("senders: []\nsenders: []\n"));
    }

    @Test
    void aFileThatIsNotThereCannotBeRead() {
        assertThrows(UncheckedIOException.class, () -> NoticeReader.check(folder.resolve("none.yaml")));
    }
}
