package com.sourceforgery.tachikoma.bounce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.rule.RuleFaults;
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
    @TempDir
    private Path folder;

    private Path file(String yaml) throws IOException {
        return Files.writeString(folder.resolve("notices.yaml"), yaml);
    }

    private List<String> faults(String yaml) throws IOException {
        try {
            NoticeReader.read(file(yaml));
            return List.of();
        } catch (RuleFaults e) {
            return e.faults().stream()
                    .map(fault -> fault.line() + " " + fault.sentence())
                    .toList();
        }
    }

    @Test
    void thePackagedRulesAreInOrder() {
        assertNotNull(NoticeReader.packaged());
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
                        "1 The file has the unknown key 'sender'; known are auto-replies, challenges, copies, delays, "
                                + "formats, senders, subjects.",
                        "2 '(' is no regular expression of RE2: missing closing ).",
                        "4 A rule needs a name of small letters, digits and hyphens.",
                        "4 The rule 'Upper Case' has neither 'header' nor 'says': it matches any mail.",
                        "4 The rule 'Upper Case' has no 'example', a mail that it reads.",
                        "5 'report' of the rule 'Upper Case' has no group 'recipient'.",
                        "6 The rule 'Upper Case' needs an 'action': failed, delayed, delivered, relayed or expanded.",
                        "7 'reason' of the rule 'Upper Case' has no group 'text'.",
                        "8 A rule of 'formats' has the unknown key 'then'; known are action, bulk, example, gives, "
                                + "header, in, name, reason, report, says.",
                        "10 'bulk' of the rule 'twice' is neither true nor false.",
                        "11 There is another rule 'twice' before this one.",
                        "14 A phrase in 'says' of the rule 'texts' is not a text."),
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
                        "7 The example of 'first' gives [{recipient=ada@world.example, text=}] and not "
                                + "[{recipient=ada@world.example, text=because}].",
                        "16 The example of 'second' is read by 'first'.",
                        "25 The example of 'third' is read by no rule."),
                faults(rules));
    }

    @Test
    void whatIsNoYamlIsAFault() throws IOException {
        assertEquals(List.of("1 The file is empty."), faults(""));
        assertEquals(List.of("1 The file is not a mapping of keys to values."), faults("nothing"));
        assertTrue(faults("senders: []\nformats: [").get(0).startsWith("2 This is not YAML: "));
        assertEquals(List.of("2 The file has the key 'senders' twice."), faults("senders: [x]\nsenders: [x]\n"));
    }

    @Test
    void aFileThatIsNotThereCannotBeRead() {
        assertThrows(UncheckedIOException.class, () -> NoticeReader.read(folder.resolve("none.yaml")));
    }
}
