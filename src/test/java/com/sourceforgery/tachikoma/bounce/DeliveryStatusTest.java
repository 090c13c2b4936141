package com.sourceforgery.tachikoma.bounce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.bounce.Notice.Kind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A delivery report (RFC 3464, RFC 6533) says what became of which recipients. */
class DeliveryStatusTest {
    private static final String ADA = "ada@world.example|ada.lovelace@in.world.example FAILED 5.1.1 "
            + "550 5.1.1 <ada.lovelace@in.world.example>: no Ada lives here";

    private static void assertReports(String name, String reports) {
        Notice notice = Notices.of(name);
        assertEquals(Kind.DELIVERY_STATUS, notice.kind(), notice.fault());
        assertEquals("rfc3464", notice.format());
        assertEquals(reports, Notices.reports(notice));
        assertEquals("order-1@example.com", notice.messageId());
    }

    @Test
    void aFailureHasTheRecipientsNamesTheCodeAndTheWordsOfTheServer() {
        assertReports("failed", ADA);
    }

    @Test
    void eachRecipientHasItsOwnOutcome() {
        assertReports("several-recipients", """
                ada@world.example FAILED 5.1.1 550 no Ada lives here
                bob@world.example DELAYED 4.2.2 quota exceeded
                cleo@world.example RELAYED 2.0.0 -
                team@world.example EXPANDED 2.0.0 -
                dora@world.example DELIVERED 2.1.5 250 2.1.5 Ok""");
    }

    @Test
    void recipientsAreToldApartWithoutEmptyLines() {
        assertReports("recipients-without-empty-lines", """
                ada@world.example|ada@in.world.example FAILED 5.1.1 -
                bob@world.example|bob@in.world.example FAILED 5.2.2 -
                cleo@world.example DELAYED 4.4.1 -""");
    }

    @Test
    void anEmptyLineTooManyTearsNoRecipientApart() {
        assertReports("empty-line-too-many", """
                ada@world.example FAILED 5.1.1 -
                bob@world.example FAILED 5.2.2 -""");
    }

    @Test
    void fieldsAreReadInAnyCaseAndWithoutTheirComments() {
        assertReports("fields-in-any-case", "ada@world.example FAILED 5.1.1 550 no Ada lives here");
    }

    @Test
    void sloppyAndMissingActionsAreReadByTheirWordOrElseByTheCode() {
        assertReports("sloppy-actions", """
                failure@world.example FAILED 5.0.0 -
                comment@world.example FAILED 5.0.0 -
                expired@world.example FAILED 4.4.7 -
                undeliverable@world.example FAILED 5.0.0 -
                delay@world.example DELAYED 4.0.0 -
                missing-hard@world.example FAILED 5.1.1 -
                missing-soft@world.example DELAYED 4.2.2 -
                missing-good@world.example DELIVERED 2.0.0 -
                unknown@world.example FAILED 5.3.0 -""");
    }

    @Test
    void aMissingCodeIsThatOfTheServersWordsAndAnAddressIsNoCode() {
        assertReports("status-from-diagnostic-code", """
                ada@world.example FAILED 5.7.26 550 5.7.26 no such policy at 5.6.7.8
                bob@world.example FAILED - 552 the mailbox is full
                cleo@world.example DELAYED - 421 try later""");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "base64-status",
                "other-multipart",
                "flat",
                "declared-as-text",
                "no-final-boundary",
                "without-header-of-parts",
                "within-a-list-footer"
            })
    void theSameIsReadFromAnyWrapping(String name) {
        assertReports(name, ADA);
    }

    @Test
    void quotedPrintableIsDecoded() {
        assertReports("quoted-printable-status", "ada@world.example FAILED 5.1.1 550 5.1.1 keine Äda hier");
    }

    @Test
    void aTruncatedReportCountsAsFarAsItGoes() {
        Notice notice = Notices.of("truncated");

        assertEquals(ADA.replace(" lives here", ""), Notices.reports(notice));
        assertEquals("", notice.messageId());
    }

    @Test
    void addressesInOtherAlphabetsAreDecoded() {
        assertReports(
                "utf-8-recipient",
                "josé@bücher.example|josé@xn--bcher-kva.example FAILED 5.1.1 550 5.1.1 José wohnt hier nicht");
    }

    @Test
    void plusAndEqualsSignsAreDecodedAndOtherSequencesAreTheAddressItself() {
        assertReports(
                "xtext-recipient",
                "ada+shop=x@world.example|ada+2Bshop+3Dx@world.example|ada+23@world.example FAILED 5.1.1 -");
    }

    @Test
    void aCommandOrAnAddressOfAnotherWorldIsNoNameAndALocalPartIsOne() {
        assertReports("names-that-are-no-addresses", "ada FAILED 5.1.1 -");
    }

    @Test
    void theAddressThatSendmailFoundAtFaultIsTheLastPlace() {
        String mail = new String(Notices.bytes("failed"), StandardCharsets.UTF_8);
        Notice notice = Notices.from(
                null,
                mail.replace("Action: failed", "X-Actual-Recipient: RFC822; bob@in.world.example\nAction: failed"));

        assertEquals(
                List.of("ada@world.example", "ada.lovelace@in.world.example", "bob@in.world.example"),
                notice.reports().get(0).addresses());
    }

    @Test
    void thePartForPeopleAddsWordsAndChangesNoCode() {
        assertReports(
                "better-text-for-people",
                "ada@world.example FAILED 5.0.0 host in.world.example[192.0.2.7] said: 550 5.1.1 no Ada lives here "
                        + "(in reply to RCPT TO command)");
    }

    @Test
    void thePartForPeopleAddsTheCommandThatWasAnswered() {
        assertReports("command-for-people", """
                ada@world.example FAILED 5.1.1 550 5.1.1 no Ada lives here (in reply to RCPT TO command)
                bob@world.example FAILED 5.1.1 550 5.1.1 no Bob lives here""");
    }

    @ParameterizedTest
    @ValueSource(strings = {"failed", "several-recipients", "base64-status", "flat", "better-text-for-people"})
    void lineEndsMakeNoDifference(String name) {
        String mail = new String(Notices.bytes(name), StandardCharsets.UTF_8);
        Notice expected = Notices.of(name);

        assertEquals(expected, Notices.from(null, mail.replace("\n", "\r\n")));
        assertEquals(expected, Notices.from(null, mail.replaceAll("(.*)\n(.*)\n", "$1\r\n$2\n")));
    }

    @Test
    void wordsOfTheServerAreCutBetweenCharactersAndAreWhatTheDatabaseTakes() {
        String faces = "\ud83d\ude00".repeat(Report.TEXT);
        for (String before : List.of("", "x", "x ", "xx ")) {
            String text = new Report(List.of(), Report.Action.FAILED, "", before + faces).text();
            assertTrue(text.endsWith("\ud83d\ude00"), before);
            assertEquals(Report.TEXT, text.length(), 1);
        }
        assertEquals(
                "a \ufffd b\ufffdc", new Report(List.of(), Report.Action.FAILED, "", "a\0\ud83d b\ude00c\0").text());
    }

    @Test
    void anAddressIsWrittenWithCharactersOnly() {
        assertEquals(List.of("a\\x{D800}@world.example"), Addresses.named("utf-8; a\\x{D800}@world.example"));
    }

    @Test
    void aReasonToKeepANoticeIsWhatTheDatabaseTakes() {
        assertEquals("It names a \ufffd", Finding.kept("It names a\0\ud800").reason());
    }

    @Test
    void commentsAndDotsBehindANameAreLeftOut() {
        for (String field : List.of(
                "rfc822; ada@world.example (Ada Lovelace) ",
                "rfc822; ada@world.example\t()",
                "ada@world.example.,;",
                "<ada@world.example> (Ada)")) {
            assertEquals(List.of("ada@world.example"), Addresses.named(field), field);
        }
        assertEquals(List.of(), Addresses.named("ada@world.example (a) b)"));
    }

    @Test
    void wordsOfTheServerAreCut() {
        String mail = new String(Notices.bytes("failed"), StandardCharsets.UTF_8);
        Notice notice = Notices.from(null, mail.replace("no Ada", "no Ada ".repeat(2_000)));

        assertTrue(
                notice.reports().get(0).text().startsWith("550 5.1.1 <ada.lovelace@in.world.example>: no Ada no Ada"));
        assertEquals(Report.TEXT, notice.reports().get(0).text().length(), 1);
    }
}
