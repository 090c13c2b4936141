package com.sourceforgery.tachikoma.bounce;

import static com.sourceforgery.tachikoma.testsupport.NodeReports.report;
import static com.sourceforgery.tachikoma.testsupport.NodeReports.reportsOf;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import com.sourceforgery.tachikoma.mta.EmailMessage;
import com.sourceforgery.tachikoma.mta.IncomingEmailMessage;
import com.sourceforgery.tachikoma.mta.MailAcceptanceResult.AcceptanceStatus;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Notifications;
import com.sourceforgery.tachikoma.testsupport.TestDatabase;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Mails to bounce addresses, and complaints elsewhere, become events of the mails that they are about. */
class BounceMailsIT {
    @RegisterExtension
    static final Installation installation = Installation.ofWebserver();

    static Notifications notifications;
    static final BounceMails bounces = new BounceMails(installation);
    static final TestDatabase database = installation.database();
    static QueuedMails mails;

    @BeforeAll
    static void connect() throws Exception {
        mails = new QueuedMails(installation);
        notifications = mails.notifications();
    }

    @Test
    void aDeadAddressIsToldAndBlockedByARuleThatIsNamed() throws Exception {
        EmailMessage mail = mails.send("dead@world.example");
        assertEquals(
                AcceptanceStatus.ACCEPTED,
                bounces.receive(
                        mail.getFrom(),
                        BounceMails.dsn("dead@world.example", "failed", "5.1.1", "550 5.1.1 User unknown")));
        notifications.awaitEvents("dead@world.example", "QUEUED", "HARD_BOUNCED");
        assertEquals(
                "dead-address",
                notifications.last("dead@world.example").getHardBouncedEvent().getBounceClass());
        assertEquals(
                "5.1.1",
                notifications.last("dead@world.example").getHardBouncedEvent().getStatus());
        assertEquals(List.of("HARD_BOUNCED"), database.blocked("dead@world.example"));
        assertEquals(
                1,
                database.count("blocked_email b join email_event v on v.id = b.event_id"
                        + " where b.recipient = 'dead@world.example' and b.rule = v.detail ->> 'rule'"
                        + " and b.rules_version = v.detail ->> 'rules_version'"));
    }

    @Test
    void aFullMailboxIsABounceAndNotADeadAddress() throws Exception {
        EmailMessage mail = mails.send("full@world.example");
        bounces.receive(
                mail.getFrom(), BounceMails.dsn("full@world.example", "failed", "5.2.2", "552 5.2.2 Mailbox full"));
        notifications.awaitEvents("full@world.example", "QUEUED", "HARD_BOUNCED");
        assertEquals(
                "mailbox-full",
                notifications.last("full@world.example").getHardBouncedEvent().getBounceClass());
        assertEquals(List.of(), database.blocked("full@world.example"));
    }

    @Test
    void aDelayIsSoftAndWhatIsGivenUpForAPassingReasonIsSoftForGood() throws Exception {
        EmailMessage mail = mails.send("later@world.example");
        bounces.receive(
                mail.getFrom(), BounceMails.dsn("later@world.example", "delayed", "4.4.1", "451 4.4.1 timed out"));
        notifications.awaitEvents("later@world.example", "QUEUED", "SOFT_BOUNCED");
        assertEquals(
                false,
                notifications.last("later@world.example").getSoftBouncedEvent().getGivenUp());
        bounces.receive(
                mail.getFrom(), BounceMails.dsn("later@world.example", "failed", "4.2.2", "452 4.2.2 Mailbox full"));
        notifications.awaitEvents("later@world.example", "QUEUED", "SOFT_BOUNCED", "SOFT_BOUNCED");
        assertEquals(
                true,
                notifications.last("later@world.example").getSoftBouncedEvent().getGivenUp());
        assertEquals(List.of(), database.blocked("later@world.example"));
    }

    @Test
    void theSameBounceAgainAndTheOtherDoorAddNothing() throws Exception {
        EmailMessage mail = mails.send("twice@world.example");
        String dsn = BounceMails.dsn("twice@world.example", "failed", "5.1.1", "550 5.1.1 User unknown");
        for (int i = 0; i < 3; i++) {
            assertEquals(AcceptanceStatus.ACCEPTED, bounces.receive(mail.getFrom(), dsn));
        }
        reportsOf(installation)
                .setDeliveryStatus(report("Q" + mail.getEmailId(), "twice@world.example", "5.1.1").toBuilder()
                        .setDiagnoseText("host mx said: 550 5.1.1 User unknown (in reply to RCPT TO command)")
                        .build());
        EmailMessage mark = mails.send("twice-mark@world.example");
        bounces.receive(
                mark.getFrom(), BounceMails.dsn("twice-mark@world.example", "delivered", "2.0.0", "250 2.0.0 Ok"));
        notifications.awaitEvents("twice-mark@world.example", "QUEUED", "DELIVERED");
        notifications.awaitEvents("twice@world.example", "QUEUED", "HARD_BOUNCED");
    }

    @Test
    void aBounceOfABccAddressIsNoEvent() throws Exception {
        EmailMessage mail = mails.send("to@world.example", "Copy@World.example");
        assertEquals(
                AcceptanceStatus.IGNORED,
                bounces.receive(
                        mail.getFrom(),
                        BounceMails.dsn("copy@world.example", "failed", "5.1.1", "550 5.1.1 User unknown")));
        bounces.receive(mail.getFrom(), BounceMails.dsn("to@world.example", "delivered", "2.0.0", "250 2.0.0 Ok"));
        notifications.awaitEvents("to@world.example", "QUEUED", "DELIVERED");
    }

    @Test
    void aForgedAddressIsRejectedAndAnotherDomainsNodeChangesNothing() throws Exception {
        EmailMessage mail = mails.send("target@world.example");
        String dsn = BounceMails.dsn("target@world.example", "failed", "5.1.1", "550 5.1.1 User unknown");
        assertEquals(
                AcceptanceStatus.REJECTED,
                bounces.receive("bounce-0190aaaa-0000-7000-8000-000000000000@example.com", dsn));
        assertEquals(
                AcceptanceStatus.REJECTED,
                bounces.receive("example.net", mail.getFrom(), ByteString.copyFromUtf8(dsn)));
        bounces.receive(mail.getFrom(), BounceMails.dsn("target@world.example", "delivered", "2.0.0", "250 2.0.0 Ok"));
        notifications.awaitEvents("target@world.example", "QUEUED", "DELIVERED");
    }

    @Test
    void aComplaintToAbuseIsFoundByTheReturnedMessageId() throws Exception {
        EmailMessage mail = mails.send("angry@world.example");
        assertEquals(
                AcceptanceStatus.ACCEPTED,
                bounces.receive("abuse@example.com", BounceMails.complaint("abuse", mail, "angry@world.example")));
        notifications.awaitEvents("angry@world.example", "QUEUED", "SPAM");
        assertEquals(
                "abuse",
                notifications.last("angry@world.example").getSpamEvent().getFeedbackType());
        assertEquals(List.of("SPAM_MARKED"), database.blocked("angry@world.example"));
    }

    @Test
    void anOptOutUnsubscribesAndNotSpamChangesNothing() throws Exception {
        EmailMessage mail = mails.send("tired@world.example");
        assertEquals(
                AcceptanceStatus.IGNORED,
                bounces.receive("abuse@example.com", BounceMails.complaint("not-spam", mail, "tired@world.example")));
        bounces.receive("abuse@example.com", BounceMails.complaint("opt-out", mail, "tired@world.example"));
        notifications.awaitEvents("tired@world.example", "QUEUED", "UNSUBSCRIBED");
        assertEquals(List.of("UNSUBSCRIBED"), database.blocked("tired@world.example"));
    }

    @Test
    void whatCannotBeReadIsKeptAndARetryThatHelpsNotSaysWhy() throws Exception {
        EmailMessage mail = mails.send("unreadable@world.example");
        assertEquals(
                AcceptanceStatus.ACCEPTED, bounces.receive(mail.getFrom(), BounceMails.dsn("Final-Nonsense: yes\r\n")));
        long letter = database.queryForObject("select max(id) from dead_letter where stage = 'bounce'", Long.class);
        database.update("update dead_letter set retry_requested_at = now() where id = ?", letter);
        await().untilAsserted(() ->
                assertEquals(1, database.count("dead_letter where id = ? and retry_outcome <> ''", letter)));
        notifications.awaitEvents("unreadable@world.example", "QUEUED");
    }

    @Test
    void aDeadLetterWhoseMailCanBeFoundByNowIsDoneByARetry() throws Exception {
        EmailMessage mail = mails.send("again@world.example");
        bounces.receive(mail.getFrom(), BounceMails.dsn("Final-Nonsense: yes\r\n"));
        long letter = database.queryForObject("select max(id) from dead_letter where stage = 'bounce'", Long.class);
        String repaired = BounceMails.complaint("abuse", mail, "again@world.example");
        database.update(
                "update dead_letter set payload = ?, retry_requested_at = now() where id = ?",
                IncomingEmailMessage.newBuilder()
                        .setEmailAddress("abuse@example.com")
                        .setBody(ByteString.copyFromUtf8(repaired))
                        .build()
                        .toByteArray(),
                letter);
        notifications.awaitEvents("again@world.example", "QUEUED", "SPAM");
        await().untilAsserted(() -> assertEquals(0, database.count("dead_letter where id = ?", letter)));
    }

    @Test
    void aDeadLetterThatTellsNothingByTheRulesOfTodayIsDoneByARetry() throws Exception {
        EmailMessage mail = mails.send("harmless@world.example");
        bounces.receive(mail.getFrom(), BounceMails.dsn("Final-Nonsense: harmless\r\n"));
        long letter = database.queryForObject("select max(id) from dead_letter where stage = 'bounce'", Long.class);
        database.update(
                "update dead_letter set payload = ?, retry_requested_at = now() where id = ?",
                IncomingEmailMessage.newBuilder()
                        .setEmailAddress(mail.getFrom())
                        .setBody(ByteString.copyFromUtf8("Auto-Submitted: auto-replied\r\n\r\nI am away.\r\n"))
                        .build()
                        .toByteArray(),
                letter);
        await().untilAsserted(() -> assertEquals(0, database.count("dead_letter where id = ?", letter)));
        notifications.awaitEvents("harmless@world.example", "QUEUED");
    }

    @Test
    void aDeadLetterThatIsOtherMailStaysAndARetrySaysWhy() throws Exception {
        EmailMessage mail = mails.send("stranger@world.example");
        bounces.receive(mail.getFrom(), BounceMails.dsn("Final-Nonsense: stranger\r\n"));
        long letter = database.queryForObject("select max(id) from dead_letter where stage = 'bounce'", Long.class);
        String ofNoMailOfOurs = BounceMails.complaint("abuse", mail, "stranger@world.example")
                .replaceFirst("Message-ID: <[^@]*", "Message-ID: <" + UUID.randomUUID());
        database.update(
                "update dead_letter set payload = ?, retry_requested_at = now() where id = ?",
                IncomingEmailMessage.newBuilder()
                        .setEmailAddress("abuse@example.com")
                        .setBody(ByteString.copyFromUtf8(ofNoMailOfOurs))
                        .build()
                        .toByteArray(),
                letter);
        await().untilAsserted(() ->
                assertEquals(1, database.count("dead_letter where id = ? and retry_outcome like '%no mail%'", letter)));
    }

    @Test
    void whatTheDatabaseWillNotTakeIsKeptAndDoneLater() throws Exception {
        EmailMessage mail = mails.send("poison@world.example");
        database.execute("alter table email_event add constraint taste check (reason not like '%poison%') not valid");
        try {
            assertEquals(
                    AcceptanceStatus.ACCEPTED,
                    bounces.receive(
                            mail.getFrom(),
                            BounceMails.dsn("poison@world.example", "failed", "5.1.1", "550 5.1.1 No poison here")));
        } finally {
            database.execute("alter table email_event drop constraint taste");
        }
        database.update(
                "update dead_letter set retry_requested_at = now() where stage = 'bounce' and cause like '%taste%'");
        notifications.awaitEvents("poison@world.example", "QUEUED", "HARD_BOUNCED");
    }

    private static void assertNotTakenYet(String address, String mail) {
        StatusRuntimeException refused =
                assertThrows(StatusRuntimeException.class, () -> bounces.receive(address, mail));
        assertEquals(Status.Code.UNIMPLEMENTED, refused.getStatus().getCode());
    }

    @Test
    void otherMailIsNotTakenYet() {
        assertNotTakenYet("hello@example.com", "Subject: Hello\r\n\r\nHow are you?\r\n");
        assertNotTakenYet("bounce-castle@example.com", "Subject: Hello\r\n\r\nMay we hire it?\r\n");
    }

    @Test
    void aComplaintAboutNoMailOfOursIsOtherMailAndIsNotKept() throws Exception {
        EmailMessage mail = mails.send("foreign@world.example");
        String complaint = BounceMails.complaint("abuse", mail, "x@world.example");
        long kept = database.count("dead_letter");
        for (String id : List.of("1234", "0190aaaa-0000-7000-8000-000000000000")) {
            assertNotTakenYet("abuse@example.com", complaint.replaceFirst("Message-ID: <[^@]*", "Message-ID: <" + id));
        }
        assertEquals(kept, database.count("dead_letter"));
    }

    @Test
    void aDeliveryReportCountsAtTheBounceAddressAlone() throws Exception {
        EmailMessage mail = mails.send("known@world.example");
        String token = mail.getFrom().replaceFirst("bounce-", "").replaceFirst("@.*", "");
        String dsn = BounceMails.dsn("known@world.example", "failed", "5.1.1", "550 5.1.1 User unknown")
                .replace(
                        "--=_b--",
                        "--=_b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <" + token
                                + "@example.com>\r\n\r\n--=_b--");
        assertNotTakenYet("info@example.com", dsn);
        bounces.receive(mail.getFrom(), BounceMails.dsn("known@world.example", "delivered", "2.0.0", "250 2.0.0 Ok"));
        notifications.awaitEvents("known@world.example", "QUEUED", "DELIVERED");
        assertEquals(List.of(), database.blocked("known@world.example"));
    }

    @Test
    void aListIsNotBlockedByAMemberThatIsDeadOrComplains() throws Exception {
        EmailMessage mail = mails.send("sales@world.example");
        bounces.receive(
                mail.getFrom(),
                BounceMails.dsn("Original-Recipient: rfc822; sales@world.example\r\n"
                        + "Final-Recipient: rfc822; bob@world.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"));
        notifications.awaitEvents("sales@world.example", "QUEUED", "HARD_BOUNCED");
        bounces.receive("abuse@example.com", BounceMails.complaint("abuse", mail, "bob@world.example"));
        notifications.awaitEvents("sales@world.example", "QUEUED", "HARD_BOUNCED", "SPAM");
        assertEquals(List.of(), database.blocked("sales@world.example"));
    }

    @Test
    void anAutoReplyIsNoEvent() throws Exception {
        EmailMessage mail = mails.send("away@world.example");
        assertEquals(
                AcceptanceStatus.IGNORED,
                bounces.receive(
                        mail.getFrom(),
                        "From: away@world.example\r\nSubject: Out of office\r\nAuto-Submitted: auto-replied\r\n\r\nI am away.\r\n"));
        notifications.awaitEvents("away@world.example", "QUEUED");
    }
}
