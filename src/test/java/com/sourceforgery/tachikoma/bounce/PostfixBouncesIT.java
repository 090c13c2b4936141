package com.sourceforgery.tachikoma.bounce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.mta.EmailMessage;
import com.sourceforgery.tachikoma.mta.MailAcceptanceResult.AcceptanceStatus;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Notifications;
import com.sourceforgery.tachikoma.testsupport.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a real Postfix, a relay on the way to the recipient, tells of mails that it had taken becomes events of these mails. */
class PostfixBouncesIT {
    @RegisterExtension
    static final Installation installation = Installation.ofWebserver();

    static final TestDatabase database = installation.database();
    static final BounceMails bounces = new BounceMails(installation);
    static QueuedMails mails;
    static Notifications notifications;
    static Relays relays;

    @BeforeAll
    static void connect() throws Exception {
        mails = new QueuedMails(installation);
        notifications = mails.notifications();
        relays = new Relays(installation);
    }

    @AfterAll
    static void stop() {
        relays.close();
    }

    private static AcceptanceStatus handOver(EmailMessage mail, RelayNotice notice) throws Exception {
        return bounces.receive(mail.getFrom(), notice.text());
    }

    private static List<String> storedEvents(String recipient) {
        return database.texts(
                "select v.kind from email_event v join email e on e.id = v.email_id where e.recipient = ? order by v.id",
                recipient);
    }

    private static void assertHardBounced(String recipient, String bounceClass, String status) {
        notifications.awaitEvents(recipient, "QUEUED", "HARD_BOUNCED");
        assertEquals(
                bounceClass, notifications.last(recipient).getHardBouncedEvent().getBounceClass());
        assertEquals(status, notifications.last(recipient).getHardBouncedEvent().getStatus());
    }

    private static void assertSoftBounced(String recipient, String bounceClass, String status, boolean givenUp) {
        notifications.awaitEvents(recipient, "QUEUED", "SOFT_BOUNCED");
        assertEquals(
                bounceClass, notifications.last(recipient).getSoftBouncedEvent().getBounceClass());
        assertEquals(status, notifications.last(recipient).getSoftBouncedEvent().getStatus());
        assertEquals(
                givenUp, notifications.last(recipient).getSoftBouncedEvent().getGivenUp());
        assertEquals(List.of(), database.blocked(recipient));
    }

    @Test
    void anAddressThatTheNextServerDoesNotKnowIsDeadAndBlocked() throws Exception {
        relays.refuse(
                "dead@world.example", 550, "5.1.1 <dead@world.example>: Recipient address rejected: User unknown");
        EmailMessage mail = mails.send("dead@world.example");

        RelayNotice notice = relays.throughThePatientOne(mail);
        notice.assertTells("failed", "5.1.1");
        assertEquals(AcceptanceStatus.ACCEPTED, handOver(mail, notice));
        assertHardBounced("dead@world.example", "dead-address", "5.1.1");
        String reason =
                notifications.last("dead@world.example").getHardBouncedEvent().getRejectReason();
        assertTrue(reason.contains("550 5.1.1 <dead@world.example>: Recipient address rejected: User unknown"), reason);
        assertEquals(List.of("HARD_BOUNCED"), database.blocked("dead@world.example"));
    }

    @Test
    void anAddressThatTheRelayItselfDoesNotKnowIsDeadAndBlocked() throws Exception {
        EmailMessage mail = mails.send("nobody@box.example");

        RelayNotice notice = relays.throughThePatientOne(mail);
        notice.assertTells("failed", "5.1.1");
        assertEquals(AcceptanceStatus.ACCEPTED, handOver(mail, notice));
        assertHardBounced("nobody@box.example", "dead-address", "5.1.1");
        assertEquals(List.of("HARD_BOUNCED"), database.blocked("nobody@box.example"));
    }

    @Test
    void aFullMailboxIsABounceThatBlocksNobody() throws Exception {
        relays.refuse("full@world.example", 552, "5.2.2 <full@world.example>: Mailbox full");
        EmailMessage mail = mails.send("full@world.example");

        RelayNotice notice = relays.throughThePatientOne(mail);
        notice.assertTells("failed", "5.2.2");
        assertEquals(AcceptanceStatus.ACCEPTED, handOver(mail, notice));
        assertHardBounced("full@world.example", "mailbox-full", "5.2.2");
        assertEquals(List.of(), database.blocked("full@world.example"));
    }

    @Test
    void aMailThatIsPutOffUntilTheQueueGivesItUpIsASoftBounceForGood() throws Exception {
        relays.refuse("busy@world.example", 451, "4.3.2 <busy@world.example>: Please try again later");
        EmailMessage mail = mails.send("busy@world.example");

        RelayNotice notice = relays.throughTheHastyOne(mail);
        notice.assertTells("failed", "4.3.2");
        assertEquals(AcceptanceStatus.ACCEPTED, handOver(mail, notice));
        assertSoftBounced("busy@world.example", "transient", "4.3.2", true);
    }

    @Test
    void aServerThatIsNotReachedUntilTheQueueGivesUpIsASoftBounceForGood() throws Exception {
        EmailMessage mail = mails.send("ada@down.example");

        RelayNotice notice = relays.throughTheHastyOne(mail);
        notice.assertTells("failed", "4.4.1");
        assertEquals(AcceptanceStatus.ACCEPTED, handOver(mail, notice));
        assertSoftBounced("ada@down.example", "unreachable", "4.4.1", true);
    }

    @Test
    void aNoticeOfDelayIsASoftBounceAndTheMailMayStillArrive() throws Exception {
        relays.refuse("slow@world.example", 451, "4.3.2 <slow@world.example>: Please try again later");
        EmailMessage mail = mails.send("slow@world.example");

        RelayNotice notice = relays.throughThePatientOne(mail);
        notice.assertTells("delayed", "4.3.2");
        assertEquals(1, notice.field("Will-Retry-Until").size(), notice.text());
        assertEquals(AcceptanceStatus.ACCEPTED, handOver(mail, notice));
        assertSoftBounced("slow@world.example", "transient", "4.3.2", false);
    }

    @Test
    void aMailInTheRecipientsMailboxIsDelivered() throws Exception {
        EmailMessage mail = mails.send("ada@box.example");

        RelayNotice notice = relays.ofSuccess(mail);
        notice.assertTells("delivered", "2.0.0");
        assertEquals(AcceptanceStatus.ACCEPTED, handOver(mail, notice));
        notifications.awaitEvents("ada@box.example", "QUEUED", "DELIVERED");
    }

    @Test
    void aMailThatWasHandedOnToAServerWithoutNoticesIsNotYetDelivered() throws Exception {
        EmailMessage mail = mails.send("onward@world.example");

        RelayNotice notice = relays.ofSuccess(mail);
        notice.assertTells("relayed", "2.0.0");
        assertEquals(AcceptanceStatus.IGNORED, handOver(mail, notice));
        assertEquals(List.of("QUEUED"), storedEvents("onward@world.example"));
    }

    @Test
    void aBounceOfTheAddressToWhichTheRelayForwardsIsTheMailsOutcomeAndBlocksNobody() throws Exception {
        relays.refuse("gone@elsewhere.example", 550, "5.1.1 User unknown");
        EmailMessage mail = mails.send("moved@world.example");

        RelayNotice notice = relays.throughThePatientOne(mail);
        notice.assertTells("failed", "5.1.1");
        assertEquals(List.of("rfc822; gone@elsewhere.example"), notice.field("Final-Recipient"), notice.text());
        assertEquals(List.of("rfc822;moved@world.example"), notice.field("Original-Recipient"), notice.text());
        assertEquals(AcceptanceStatus.ACCEPTED, handOver(mail, notice));
        assertHardBounced("moved@world.example", "dead-address", "5.1.1");
        assertEquals(List.of(), database.blocked("moved@world.example"));
        assertEquals(List.of(), database.blocked("gone@elsewhere.example"));
    }

    @Test
    void ofANoticeAboutTheRecipientAndABlindCopyOnlyWhatItSaysOfTheRecipientCounts() throws Exception {
        relays.refuse("own@world.example", 552, "5.2.2 <own@world.example>: Mailbox full");
        relays.refuse("copy@world.example", 550, "5.1.1 <copy@world.example>: User unknown");
        EmailMessage mail = mails.send("own@world.example", "copy@world.example");

        RelayNotice notice = relays.throughThePatientOne(mail);
        assertEquals(List.of("failed", "failed"), notice.field("Action"), notice.text());
        assertEquals(
                List.of("5.1.1", "5.2.2"),
                notice.field("Status").stream().sorted().toList(),
                notice.text());
        assertEquals(AcceptanceStatus.ACCEPTED, handOver(mail, notice));
        assertHardBounced("own@world.example", "mailbox-full", "5.2.2");
        assertEquals(List.of("QUEUED", "HARD_BOUNCED"), storedEvents("own@world.example"));
        assertEquals(List.of(), database.blocked("own@world.example"));
        assertEquals(List.of(), database.blocked("copy@world.example"));
        assertFalse(notifications.brief().stream().anyMatch(event -> event.startsWith("copy@world.example ")));
    }
}
