package com.sourceforgery.tachikoma.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.testsupport.Terminal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules are checked and replies explained in a terminal. */
class RulesCommandTest {
    private static final String BROKEN = "src/test/resources/replies/broken/";

    @TempDir
    Path folder;

    private static Terminal rules(String... arguments) {
        List<String> command = new ArrayList<>(List.of("rules"));
        command.addAll(List.of(arguments));
        return Terminal.run(command);
    }

    @Test
    void theRulesInForceAreChecked() {
        Terminal terminal = rules("check");
        assertEquals(0, terminal.exit(), terminal.err());
        assertTrue(
                terminal.out()
                        .matches("(?s).*camel/rules/replies.yaml: version 1/[0-9a-f]{8}, \\d+ rules, .*no fault.\\R"),
                terminal.out());
    }

    @Test
    void theRulesOfMailsToBounceAddressesAreCheckedToo() throws IOException {
        assertTrue(rules("check").out().contains("camel/rules/notices.yaml: no fault."));
        Terminal whole = rules("check", "src/main/resources/camel/rules/notices.yaml");
        assertEquals(0, whole.exit(), whole.err());
        Path broken = folder.resolve("broken.yaml");
        Files.writeString(broken, "formats:\n  - name: odd\n    colour: blue\n");
        Terminal terminal = rules("check", broken.toString());
        assertEquals(1, terminal.exit());
        assertTrue(terminal.err().contains("colour"), terminal.err());
        assertTrue(terminal.err().contains("broken.yaml:2: "), terminal.err());
    }

    @Test
    void aBounceMailIsExplained() throws IOException {
        Path mail = folder.resolve("bounce.eml");
        Files.writeString(mail, """
                From: MAILER-DAEMON@mx.world.example
                Subject: Undelivered Mail
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=delivery-status; boundary=b

                --b
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.world.example

                Final-Recipient: rfc822; ada@world.example
                Action: failed
                Status: 5.1.1
                Diagnostic-Code: smtp; 550 5.1.1 User unknown

                --b--
                """);
        List<List<String>> words = rules("explain", mail.toString()).words();
        assertTrue(words.contains(List.of("mail", "delivery-status")), words.toString());
        assertTrue(words.contains(List.of("recipient", "ada@world.example")), words.toString());
        assertTrue(words.contains(List.of("action", "failed")), words.toString());
        assertTrue(words.contains(List.of("class", "dead-address, blocks the recipient")), words.toString());
    }

    private List<List<String>> explained(String reports) throws IOException {
        Path mail = Files.writeString(folder.resolve("report.eml"), """
                From: MAILER-DAEMON@mx.world.example
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=delivery-status; boundary=b

                --b
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.world.example

                %s
                --b--
                """.formatted(reports));
        return rules("explain", mail.toString()).words();
    }

    @Test
    void aDelayIsExplainedAsOneAndBlocksNobody() throws IOException {
        List<List<String>> words = explained("""
                Final-Recipient: rfc822; ada@world.example
                Action: delayed
                Status: 5.1.1
                Diagnostic-Code: smtp; 550 5.1.1 User unknown
                """);
        assertTrue(words.contains(List.of("comes to", "SOFT_BOUNCED")), words.toString());
        assertTrue(words.contains(List.of("class", "dead-address")), words.toString());
    }

    @Test
    void aFailureWithoutAStatusIsAPermanentOne() throws IOException {
        List<List<String>> words = explained("""
                Final-Recipient: rfc822; ada@world.example
                Action: failed
                Diagnostic-Code: smtp; Host unknown
                """);
        assertTrue(words.contains(List.of("comes to", "HARD_BOUNCED")), words.toString());
        assertTrue(words.contains(List.of("class", "dead-domain, blocks the recipient")), words.toString());
    }

    @Test
    void whatABounceComesToDependsOnTheMail() throws IOException {
        List<List<String>> words = explained("""
                Original-Recipient: rfc822; ada@world.example
                Final-Recipient: rfc822; ada@elsewhere.example
                Action: failed
                Status: 5.1.1
                Diagnostic-Code: smtp; 550 5.1.1 User unknown

                Final-Recipient: rfc822; bob@world.example
                Action: relayed
                Status: 2.0.0
                """);
        assertTrue(
                words.contains(List.of("comes to", "HARD_BOUNCED, of another address: blocks nobody")),
                words.toString());
        assertTrue(words.contains(List.of("class", "dead-address")), words.toString());
        assertTrue(words.contains(List.of("comes to", "nothing: It was only handed on")), words.toString());
        assertEquals("depends on", words.get(words.size() - 1).get(0));
    }

    @Test
    void theEnvelopeSenderTellsANoticeFromALetter() throws IOException {
        String mail = Files.writeString(folder.resolve("m.eml"), "Subject: Sorry\n\nWe could not.\n")
                .toString();
        assertTrue(rules("explain", mail).words().contains(List.of("mail", "unrelated")));
        List<List<String>> words =
                rules("explain", mail, "--envelope-sender", "").words();
        assertTrue(words.contains(List.of("mail", "unreadable")), words.toString());
        assertTrue(words.contains(List.of("comes to", "a dead letter, for people to look at")), words.toString());
    }

    @Test
    void aComplaintIsExplained() throws IOException {
        Path mail = Files.writeString(folder.resolve("complaint.eml"), """
                From: fbl@provider.example
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=feedback-report; boundary=b

                --b
                Content-Type: message/feedback-report

                Feedback-Type: abuse
                User-Agent: x/1
                Version: 1
                Original-Rcpt-To: <ada@world.example>

                --b--
                """);
        List<List<String>> words = rules("explain", mail.toString()).words();
        assertTrue(words.contains(List.of("feedback", "abuse")), words.toString());
        assertTrue(words.contains(List.of("by", "ada@world.example")), words.toString());
    }

    @Test
    void repliesThatBeginWithAProgramsNameAreNoMailAndMayBeOfAnyEncoding() throws IOException {
        Path replies = Files.write(
                folder.resolve("replies"),
                "procmail: Couldn't create \"/var/mail/ada\"\n550 Postfach \u00fcberschritten\n"
                        .getBytes(StandardCharsets.ISO_8859_1));
        Terminal terminal = rules("explain", replies.toString());
        assertEquals(0, terminal.exit(), terminal.err());
        assertEquals("remote-fault", terminal.words().get(0).get(0));
        assertEquals("mailbox-full", terminal.words().get(1).get(0));
        Files.writeString(replies, "550 Postfach \u00fcberschritten\n");
        assertTrue(rules("explain", replies.toString()).out().endsWith("\u00fcberschritten" + System.lineSeparator()));
    }

    @Test
    void allFaultsOfAFileAreShownAndTheExitCodeIsOne() {
        Terminal terminal = rules("check", BROKEN + "examples.yaml");
        assertEquals(1, terminal.exit());
        assertTrue(terminal.err().contains("examples.yaml:15: The rule 'shadowed' does not win"), terminal.err());
        assertTrue(terminal.err().contains("examples.yaml:23: The rule 'not-over-the-code'"), terminal.err());
        assertTrue(terminal.err().endsWith("3 faults." + System.lineSeparator()), terminal.err());
        assertTrue(rules("check", BROKEN + "empty.yaml").err().contains("1 fault."));
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Terminal terminal = rules("check", folder + "/none.yaml");
        assertEquals(1, terminal.exit());
        assertTrue(terminal.err().contains("none.yaml"), terminal.err());
    }

    @Test
    void aReplyIsExplained() {
        Terminal terminal = rules("explain", "--status", "5.7.1", "554 5.7.1 Mailbox unavailable");
        assertEquals(0, terminal.exit(), terminal.err());
        assertEquals(
                List.of("class", "dead-address, blocks the recipient"),
                terminal.words().get(0));
        assertEquals(List.of("by", "mailbox-unavailable"), terminal.words().get(1));
    }

    @Test
    void whatElseMatchesIsExplainedToo() {
        Terminal terminal = rules("explain", "450 4.1.1 <nobody@example.org>: User unknown, try again");
        assertTrue(terminal.out().contains("4.1.1, temporary: blocks nobody"), terminal.out());
        assertTrue(
                terminal.out().contains("no-such-user (dead-address): its class blocks, and the reply is temporary"),
                terminal.out());
    }

    @Test
    void aFileOfRepliesIsJudgedLineByLine() throws IOException {
        Path replies = Files.writeString(folder.resolve("replies"), "550 user unknown\n452 4.2.2 mailbox full\n");
        Terminal terminal = rules("explain", replies.toString());
        assertEquals(0, terminal.exit(), terminal.err());
        assertEquals("dead-address", terminal.words().get(0).get(0));
        assertEquals("mailbox-full", terminal.words().get(1).get(0));
    }

    @Test
    void rulesThatAreNotInForceYetExplainAsWell() {
        Terminal terminal = rules("explain", "--rules", BROKEN + "empty.yaml", "550 x");
        assertEquals(1, terminal.exit());
        Terminal packaged =
                rules("explain", "--rules", "src/main/resources/camel/rules/replies.yaml", "550 User unknown");
        assertTrue(packaged.out().contains("dead-address"), packaged.out());
    }

    @Test
    void rulesOfMailsThatAreNotInForceYetReadAMail() throws IOException {
        Path rules = Files.writeString(
                folder.resolve("notices.yaml"), """
                formats:
                  - name: ours
                    header: {x-ours: yes}
                    report: 'lost: {recipient}'
                    action: failed
                    example: |
                      X-Ours: yes

                      lost: ada@world.example
                """ + "    gives: [{recipient: ada@world.example}]\n");
        Path mail = Files.writeString(folder.resolve("lost.eml"), "X-Ours: yes\n\nlost: ada@world.example\n");
        assertTrue(rules("explain", "--rules", rules.toString(), mail.toString())
                .words()
                .contains(List.of("read by", "ours")));
        assertFalse(rules("explain", mail.toString()).out().contains("ours"));
    }

    @Test
    void somethingHasToBeGiven() {
        assertEquals(2, rules("explain").exit());
        assertEquals(2, rules().exit());
    }

    @Test
    void aFileToExplainThatIsNotThereIsNamed() {
        Terminal terminal = rules("explain", folder + "/none.eml");
        assertEquals(1, terminal.exit());
        assertTrue(terminal.err().contains("There is no file " + folder + "/none.eml."), terminal.err());
    }
}
