package com.sourceforgery.tachikoma.bounce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.bounce.Finding.Verdict;
import com.sourceforgery.tachikoma.bounce.Report.Action;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a notice comes to, by whom it names and what it says. */
class FindingsTest {
    private static final String MAIL = "0190aaaa-0000-7000-8000-000000000001";

    private final Findings findings = new Findings(Set.of("abuse", "fraud"), Set.of("opt-out"));

    private static Map<String, Object> mail(String recipient, String... copies) {
        Map<String, Object> row = new HashMap<>();
        row.put("account_id", 7L);
        row.put("auto_mail_id", MAIL);
        row.put("recipient", recipient);
        row.put("copies", String.join("\n", copies));
        return row;
    }

    private static Report report(Action action, String status, String... addresses) {
        return new Report(List.of(addresses), action, status, "550 said so");
    }

    private static Notice status(Report... reports) {
        return new Notice(Notice.Kind.DELIVERY_STATUS, List.of(reports), "", "", "rfc3464", "");
    }

    private static Notice complaint(String type, String... addresses) {
        List<Report> reports =
                addresses.length == 0 ? List.of() : List.of(new Report(List.of(addresses), Action.FAILED, "", ""));
        return new Notice(Notice.Kind.COMPLAINT, reports, type, "", "rfc5965", "");
    }

    private Finding find(Notice notice, Map<String, Object> mail) {
        return findings.of(new ReceivedNotice(7, true, MAIL, notice), mail);
    }

    private static Object kind(Finding finding) {
        return finding.outcome() == null ? finding.verdict() : finding.outcome().get("kind");
    }

    private static void assertBlocksNobody(String kind, Finding finding) {
        assertEquals(kind, kind(finding));
        assertEquals(true, finding.outcome().get("elsewhere"));
        assertNull(finding.outcome().get("blocks"));
    }

    @Test
    void ofSeveralRecipientsTheReportOnTheMailsOwnOneCounts() {
        Finding found = find(
                status(
                        report(Action.FAILED, "5.1.1", "bob@world.example"),
                        report(Action.DELAYED, "4.4.1", "Ada@World.example")),
                mail("ada@world.example"));
        assertEquals("SOFT_BOUNCED", kind(found));
        assertEquals("4.4.1", found.outcome().get("status"));
        assertEquals("delayed", found.outcome().get("action"));
        assertEquals("ada@world.example", found.outcome().get("recipient"));
    }

    @Test
    void theRecipientIsTheSameInOtherSpellings() {
        assertEquals(
                "HARD_BOUNCED",
                kind(find(
                        status(report(Action.FAILED, "5.1.1", "\"ada.b\"@WORLD.example")),
                        mail("ada.b@world.example"))));
        assertEquals(
                "HARD_BOUNCED",
                kind(find(
                        status(report(Action.FAILED, "5.1.1", "ada@räksmörgås.example")),
                        mail("ada@xn--rksmrgs-5wao1o.example"))));
    }

    @Test
    void aLocalPartAloneTellsTheMailsOutcomeAndBlocksNobody() {
        Finding found =
                find(status(report(Action.FAILED, "5.1.1", "Ada")), mail("ada@world.example", "archive@copy.example"));
        assertBlocksNobody("HARD_BOUNCED", found);
        assertBlocksNobody(
                "HARD_BOUNCED",
                find(status(report(Action.FAILED, "5.1.1", "ada@world.example", "ada")), mail("ada@world.example")));
    }

    @Test
    void aLocalPartAloneMayBeABccAddress() {
        Map<String, Object> mail = mail("list@world.example", "list@archive.example");
        assertEquals(Verdict.KEPT, kind(find(status(report(Action.FAILED, "5.1.1", "list")), mail)));
        assertEquals(Verdict.KEPT, kind(find(complaint("abuse", "list"), mail)));
        Map<String, Object> other = mail("ada@world.example", "bob@copy.example");
        assertEquals(Verdict.IGNORED, kind(find(status(report(Action.FAILED, "5.1.1", "bob")), other)));
    }

    @Test
    void failuresOfClass4AreSoftAndThoseWithoutAStatusAreHard() {
        Finding givenUp = find(status(report(Action.FAILED, "4.2.2", "ada@world.example")), mail("ada@world.example"));
        assertEquals("SOFT_BOUNCED", kind(givenUp));
        assertEquals("failed", givenUp.outcome().get("action"));
        Finding bare = find(status(report(Action.FAILED, "", "ada@world.example")), mail("ada@world.example"));
        assertEquals("HARD_BOUNCED", kind(bare));
        assertEquals("5.0.0", bare.outcome().get("status"));
    }

    @Test
    void aFailureWithoutAnEnhancedCodeHasTheClassOfTheReplyCode() {
        Report report = new Report(List.of("ada@world.example"), Action.FAILED, "", "450 Mailbox busy");
        Finding found = find(status(report), mail("ada@world.example"));
        assertEquals("SOFT_BOUNCED", kind(found));
        assertEquals("4.0.0", found.outcome().get("status"));
        assertEquals("failed", found.outcome().get("action"));
    }

    @Test
    void aDeliveryWithoutACodeHasThatOfSuccess() {
        Finding found = find(status(report(Action.DELIVERED, "", "ada@world.example")), mail("ada@world.example"));
        assertEquals("2.0.0", found.outcome().get("status"));
    }

    @Test
    void deliveriesAreToldAndHandingOnIsNot() {
        assertEquals(
                "DELIVERED",
                kind(find(status(report(Action.DELIVERED, "2.1.5", "ada@world.example")), mail("ada@world.example"))));
        assertEquals(
                Verdict.IGNORED,
                kind(find(status(report(Action.RELAYED, "2.0.0", "ada@world.example")), mail("ada@world.example"))));
        assertEquals(
                Verdict.IGNORED,
                kind(find(status(report(Action.EXPANDED, "2.0.0", "ada@world.example")), mail("ada@world.example"))));
    }

    @Test
    void aBounceOfABccAddressCountsForNobody() {
        Map<String, Object> mail = mail("ada@world.example", "archive@world.example", "boss@example.com");
        assertEquals(
                Verdict.IGNORED, kind(find(status(report(Action.FAILED, "5.1.1", "archive@world.example")), mail)));
        assertEquals(
                "HARD_BOUNCED",
                kind(find(
                        status(
                                report(Action.FAILED, "5.1.1", "archive@world.example"),
                                report(Action.FAILED, "5.1.1", "ada@world.example")),
                        mail)));
    }

    @Test
    void anUnknownAddressOfAMailWithBccAddressesIsKeptAndNotGuessedAt() {
        Finding found = find(
                status(report(Action.FAILED, "5.1.1", "somebody@elsewhere.example")),
                mail("ada@world.example", "archive@world.example"));
        assertEquals(Verdict.KEPT, found.verdict());
        assertTrue(found.reason().contains("somebody@elsewhere.example"), found.reason());
        assertNull(found.outcome());
    }

    @Test
    void whatIsReportedOfAnotherAddressIsTheMailsOutcomeButSaysNothingAgainstItsRecipient() {
        for (String other : List.of("ada@forwarded.example", "a.l@world.example")) {
            assertBlocksNobody(
                    "HARD_BOUNCED", find(status(report(Action.FAILED, "5.1.1", other)), mail("ada@world.example")));
        }
    }

    @Test
    void onlyTheLastPlaceIsThatAtWhichItFailed() {
        for (String last : List.of("bob@forwarded.example", "bob@world.example")) {
            assertBlocksNobody(
                    "HARD_BOUNCED",
                    find(
                            status(report(Action.FAILED, "5.1.1", "sales@world.example", last)),
                            mail("sales@world.example")));
        }
        Finding own = find(
                status(report(Action.FAILED, "5.1.1", "old@other.example", "Ada@World.example")),
                mail("ada@world.example"));
        assertEquals("HARD_BOUNCED", kind(own));
        assertNull(own.outcome().get("elsewhere"));
    }

    @Test
    void theLastPlaceIsTheRecipientInEitherSpellingOfItsPlusSign() {
        Finding found = find(
                status(report(Action.FAILED, "5.1.1", "ada+shop@world.example", "ada+2Bshop@world.example")),
                mail("ada+shop@world.example"));
        assertNull(found.outcome().get("elsewhere"));
    }

    @Test
    void anAliasOfWhichOneMemberIsDeadHasNotBounced() {
        for (Action other : List.of(Action.DELIVERED, Action.RELAYED, Action.EXPANDED, Action.DELAYED)) {
            Finding found = find(
                    status(
                            report(other, "", "sales@world.example"),
                            report(Action.FAILED, "5.1.1", "sales@world.example", "bob@world.example")),
                    mail("sales@world.example"));
            assertEquals(Verdict.KEPT, found.verdict(), other.name());
            assertEquals("It says of the recipient that the mail failed, and that it did not", found.reason());
        }
    }

    @Test
    void ofAnAliasWhoseMembersAllFailTheOneOfItsOwnNameCounts() {
        Finding found = find(
                status(
                        report(Action.FAILED, "5.2.2", "ada@world.example", "bob@world.example"),
                        report(Action.FAILED, "5.1.1", "ada@world.example")),
                mail("ada@world.example"));
        assertEquals("5.1.1", found.outcome().get("status"));
        assertNull(found.outcome().get("elsewhere"));
    }

    @Test
    void aFailureAtOneOfSeveralPlacesIsNotTheMailsOutcome() {
        assertEquals(
                Verdict.IGNORED,
                kind(find(
                        status(
                                report(Action.FAILED, "5.1.1", "one@list.example"),
                                report(Action.DELIVERED, "2.0.0", "two@list.example")),
                        mail("ada@world.example"))));
    }

    @Test
    void complaintsAndOptOutsBlockAndOtherFeedbackDoesNot() {
        for (String type : List.of("abuse", "fraud")) {
            Finding found = find(complaint(type, "ada@world.example"), mail("ada@world.example"));
            assertEquals("SPAM", kind(found));
            assertEquals("SPAM_MARKED", found.outcome().get("blocks"));
            assertEquals(type, found.outcome().get("feedback_type"));
        }
        Finding optOut = find(complaint("opt-out", "ada@world.example"), mail("ada@world.example"));
        assertEquals("UNSUBSCRIBED", kind(optOut));
        assertEquals("UNSUBSCRIBED", optOut.outcome().get("blocks"));
        for (String type : List.of("not-spam", "auth-failure", "virus", "other", "")) {
            assertEquals(
                    Verdict.IGNORED, kind(find(complaint(type, "ada@world.example"), mail("ada@world.example"))), type);
        }
    }

    @Test
    void aComplaintWhoseRecipientIsHiddenCountsForTheOneWhoGotTheMail() {
        assertEquals("SPAM", kind(find(complaint("abuse"), mail("ada@world.example"))));
        Finding redacted = find(complaint("abuse", "redacted@fbl.example"), mail("ada@world.example"));
        assertEquals("SPAM_MARKED", redacted.outcome().get("blocks"));
    }

    @Test
    void aComplaintByAMemberOfAListOrBehindAForwardIsToldAndDoesNotBlockTheRecipient() {
        for (String other : List.of("bob@world.example", "ada@forwarded.example", "ada")) {
            assertBlocksNobody("SPAM", find(complaint("abuse", other), mail("ada@world.example")));
            assertBlocksNobody("UNSUBSCRIBED", find(complaint("opt-out", other), mail("ada@world.example")));
        }
    }

    @Test
    void aComplaintByABccAddressCountsForNobodyAndOneByWhoKnowsWhomIsKept() {
        Map<String, Object> mail = mail("ada@world.example", "archive@world.example");
        assertEquals(Verdict.IGNORED, kind(find(complaint("abuse", "archive@world.example"), mail)));
        assertEquals(Verdict.KEPT, kind(find(complaint("abuse", "redacted@fbl.example"), mail)));
        assertEquals("SPAM", kind(find(complaint("abuse", "ada@world.example"), mail)));
    }

    @Test
    void whatTellsNothingAboutDeliveryIsIgnored() {
        for (Notice.Kind kind :
                List.of(Notice.Kind.AUTO_REPLY, Notice.Kind.RECEIPT, Notice.Kind.CHALLENGE, Notice.Kind.UNRELATED)) {
            assertEquals(
                    Verdict.IGNORED,
                    kind(find(new Notice(kind, List.of(), "", "", "", ""), mail("ada@world.example"))));
        }
    }

    @Test
    void anUnreadableOneIsKeptWithTheReason() {
        Finding found = find(
                new Notice(Notice.Kind.UNREADABLE, List.of(), "", "", "", "It names no recipient"),
                mail("ada@world.example"));
        assertEquals(Verdict.KEPT, found.verdict());
        assertEquals("It names no recipient", found.reason());
    }

    @Test
    void aNoticeToAnAddressOfNoMailIsRejectedAndAComplaintAboutNoneIsOtherMail() {
        assertEquals(Verdict.REJECTED, kind(find(status(report(Action.FAILED, "5.1.1", "ada@world.example")), null)));
        assertEquals(
                Verdict.OTHER_MAIL,
                findings.of(new ReceivedNotice(7, false, null, complaint("abuse")), null)
                        .verdict());
    }

    @Test
    void theSameNoticeAgainHasTheSameCause() {
        Map<String, Object> mail = mail("ada@world.example");
        Object first = find(status(report(Action.DELAYED, "4.4.1", "ada@world.example")), mail)
                .outcome()
                .get("cause");
        assertEquals(
                first,
                find(status(report(Action.DELAYED, "4.4.1", "ada@world.example")), mail)
                        .outcome()
                        .get("cause"));
        assertTrue(!first.equals(find(status(report(Action.DELAYED, "4.2.2", "ada@world.example")), mail)
                .outcome()
                .get("cause")));
    }
}
