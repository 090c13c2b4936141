package com.sourceforgery.tachikoma.bounce;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import com.sourceforgery.tachikoma.mta.EmailMessage;
import com.sourceforgery.tachikoma.mta.MailAcceptanceResult.AcceptanceStatus;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Notifications;
import com.sourceforgery.tachikoma.testsupport.TestDatabase;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Bounces that are made to do harm make no event, and are answered all the same. */
class HostileBouncesIT {
    private static final int ENORMOUS_BYTES = 30 << 20;

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

    /** The mail's outcome is still open: the next report is its first. */
    private static void assertNothingWasTold(EmailMessage mail) throws Exception {
        String recipient = mail.getEmailAddress();
        bounces.receive(mail.getFrom(), BounceMails.dsn(recipient, "delivered", "2.0.0", "250 2.0.0 Ok"));
        notifications.awaitEvents(recipient, "QUEUED", "DELIVERED");
        assertEquals(0, database.count("blocked_email where recipient = ?", recipient));
    }

    @Test
    void aReportInsideAReturnedMailIsNotThisMails() throws Exception {
        EmailMessage mail = mails.send("loop@world.example");
        String inner = BounceMails.dsn("loop@world.example", "failed", "5.1.1", "550 5.1.1 User unknown");
        String person = """
                From: ada@world.example
                Subject: Fwd: Undelivered Mail
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary="=_p"

                --=_p
                Content-Type: text/plain

                Look what I got.

                --=_p
                Content-Type: message/rfc822

                %s
                --=_p--
                """.replace("\n", "\r\n").formatted(inner);
        bounces.receive(mail.getFrom(), person);
        assertNothingWasTold(mail);
    }

    @Test
    void anEnormousBounceThatSaysNothingIsKeptUpToAMegabyte() throws Exception {
        EmailMessage mail = mails.send("enormous@world.example");
        String head = "From: MAILER-DAEMON@mx.world.example\r\nSubject: Undelivered Mail\r\n\r\n";
        byte[] filled = new byte[ENORMOUS_BYTES];
        java.util.Arrays.fill(filled, (byte) 'x');
        assertEquals(
                AcceptanceStatus.ACCEPTED,
                bounces.receive(
                        Installation.DOMAIN,
                        mail.getFrom(),
                        ByteString.copyFromUtf8(head).concat(ByteString.copyFrom(filled))));
        assertEquals(
                1,
                database.count("dead_letter where stage = 'bounce' and length(payload) < 1100000"
                        + " and cause like '%the first 1048576 of its%bytes are kept)'"));
        assertNothingWasTold(mail);
    }

    @Test
    void aReportOfAHundredThousandOthersIsNoEvent() throws Exception {
        EmailMessage mail = mails.send("many@world.example");
        StringBuilder recipients = new StringBuilder();
        for (int i = 0; i < 100_000; i++) {
            recipients
                    .append("Final-Recipient: rfc822; r")
                    .append(i)
                    .append("@list.example\r\nAction: ")
                    .append(i % 2 == 0 ? "failed" : "delayed")
                    .append("\r\nStatus: 5.1.1\r\n\r\n");
        }
        bounces.receive(mail.getFrom(), BounceMails.dsn(recipients.toString()));
        assertNothingWasTold(mail);
    }
}
