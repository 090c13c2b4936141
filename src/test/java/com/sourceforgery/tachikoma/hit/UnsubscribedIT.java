package com.sourceforgery.tachikoma.hit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Timestamp;
import com.sourceforgery.tachikoma.grpc.frontend.BlockedReason;
import com.sourceforgery.tachikoma.grpc.frontend.EmailAddress;
import com.sourceforgery.tachikoma.grpc.frontend.NamedEmailAddress;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.BlockedEmailServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.RemoveBlockedEmailRequest;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailQueueStatus;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.Rejected.RejectReason;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.DeliveryNotificationServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.EmailNotificationOrKeepAlive;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.NotificationStreamParameters;
import com.sourceforgery.tachikoma.testsupport.ArrivedMail;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.KeptMessages;
import com.sourceforgery.tachikoma.testsupport.MailLinks;
import com.sourceforgery.tachikoma.testsupport.Mails;
import com.sourceforgery.tachikoma.testsupport.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who has unsubscribed or complained gets no more mail of that sender: from the links of a mail to the next mail. */
class UnsubscribedIT {
    private static final Pattern UNSUBSCRIBE =
            Pattern.compile("List-Unsubscribe:[^>]*>,\\s*<http://[^/]+(/unsubscribe/[^>]+)>");
    private static final Pattern ABUSE = Pattern.compile("X-Report-Abuse:\\s*<http://[^/]+(/abuse/[^>]+)>");

    @RegisterExtension
    static final Installation installation = Installation.whole();

    static final MailLinks links = new MailLinks(installation.port());
    static final TestDatabase database = installation.database();
    /** What the one client is told. */
    private static final KeptMessages<EmailNotificationOrKeepAlive> told = new KeptMessages<>();

    @BeforeAll
    static void follow() throws Exception {
        Installation.untilOpen(
                installation.as("FRONTEND_ADMIN", DeliveryNotificationServiceGrpc::newStub),
                stub -> stub.notificationStreamWithKeepAlive(NotificationStreamParameters.getDefaultInstance(), told));
    }

    @BeforeEach
    void nobodyIsBlocked() {
        database.update("delete from blocked_email");
    }

    private static EmailQueueStatus send(OutgoingEmail.Builder mail) throws Exception {
        return installation.delivery().sendEmailUnary(mail.build()).getList(0);
    }

    /** A link in the header of the mail that arrived. */
    private static String link(Pattern pattern, String recipient) throws Exception {
        String mail = ArrivedMail.at(recipient, installation).source();
        Matcher link = pattern.matcher(mail);
        assertTrue(link.find(), mail);
        return link.group(1);
    }

    private static String reason(String recipient) {
        List<String> reasons = database.texts(
                "select b.reason || ' ' || v.kind from blocked_email b join email_event v on v.id = b.event_id"
                        + " where b.recipient = ?",
                recipient);
        return reasons.isEmpty() ? "" : reasons.get(0);
    }

    private void awaitBlock(String recipient, String reason) {
        await().untilAsserted(() -> assertEquals(reason, reason(recipient)));
    }

    private void awaitTold(String recipient, BlockedReason reason) {
        await().until(() -> told.all().stream()
                .filter(EmailNotificationOrKeepAlive::hasEmailAddressNotification)
                .map(EmailNotificationOrKeepAlive::getEmailAddressNotification)
                .anyMatch(change -> change.getRecipientEmail().equals(recipient)
                        && change.getFromEmail().equals("shop@example.com")
                        && change.hasNewReason()
                        && change.getNewReason() == reason));
    }

    @Test
    void whoPressesTheButtonIsRejectedFromThenOnForThisSenderAlone() throws Exception {
        send(Mails.to("Button@World.example"));

        links.post(link(UNSUBSCRIBE, "button@world.example"), "confirmed=yes");

        awaitBlock("button@world.example", "UNSUBSCRIBED UNSUBSCRIBED");
        awaitTold("button@world.example", BlockedReason.UNSUBSCRIBED);
        assertEquals(
                RejectReason.UNSUBSCRIBED,
                send(Mails.to("BUTTON@world.example")).getRejected().getRejectReason());
        assertTrue(send(Mails.to("button@world.example")
                        .setFrom(NamedEmailAddress.newBuilder().setEmail("password@example.com")))
                .hasQueued());
    }

    @Test
    void oneClickOfAMailProgramIsEnough() throws Exception {
        send(Mails.to("oneclick@bücher.example"));

        links.post(link(UNSUBSCRIBE, "oneclick@xn--bcher-kva.example"), "List-Unsubscribe=One-Click");

        awaitBlock("oneclick@xn--bcher-kva.example", "UNSUBSCRIBED UNSUBSCRIBED");
        assertTrue(send(Mails.to("oneclick@bücher.example")).hasRejected());
    }

    @Test
    void aReportOfAbuseBlocksAsAComplaintDoesAndIsStronger() throws Exception {
        send(Mails.to("angry@world.example"));
        String unsubscribe = link(UNSUBSCRIBE, "angry@world.example");
        links.post(unsubscribe, "confirmed=yes");
        awaitBlock("angry@world.example", "UNSUBSCRIBED UNSUBSCRIBED");

        links.post(link(ABUSE, "angry@world.example"), "confirmed=yes&text=never+asked");

        awaitBlock("angry@world.example", "SPAM_MARKED REPORTED_ABUSE");
        awaitTold("angry@world.example", BlockedReason.SPAM_MARKED);
        await().until(() -> told.all().stream()
                .anyMatch(item -> item.getEmailNotification().hasReportedAbuseEvent()
                        && item.getEmailNotification()
                                .getReportedAbuseEvent()
                                .getText()
                                .equals("never asked")));
        assertEquals(
                RejectReason.SPAM_MARKED,
                send(Mails.to("angry@world.example")).getRejected().getRejectReason());
        links.post(unsubscribe, "confirmed=yes");
        await().until(() -> 2
                == database.count("email_event v join email e on e.id = v.email_id"
                        + " where e.recipient = 'angry@world.example' and v.kind = 'UNSUBSCRIBED'"));
        assertEquals("SPAM_MARKED REPORTED_ABUSE", reason("angry@world.example"));
    }

    @Test
    void whatWaitsForItsTimeIsDroppedWhenItIsDue() throws Exception {
        send(Mails.to("later@world.example"));
        String unsubscribe = link(UNSUBSCRIBE, "later@world.example");
        long waiting = send(Mails.to("later@world.example")
                        .setSendAt(
                                Timestamp.newBuilder().setSeconds(Instant.now().getEpochSecond() + 3_600)))
                .getEmailId()
                .getId();

        links.post(unsubscribe, "confirmed=yes");
        awaitBlock("later@world.example", "UNSUBSCRIBED UNSUBSCRIBED");
        database.update("update outbox set due_at = now() where email_id = ?", waiting);

        await().until(() -> database.texts("select reason from email_event where email_id = ?", waiting)
                .equals(List.of("not sent: the recipient has unsubscribed")));
        assertEquals(1, installation.sink().store().find("later@world.example").size());
    }

    @Test
    void whoIsUnblockedAndUnsubscribesOnceMoreIsBlockedOnceMore() throws Exception {
        send(Mails.to("again@world.example"));
        String unsubscribe = link(UNSUBSCRIBE, "again@world.example");
        links.post(unsubscribe, "confirmed=yes");
        awaitBlock("again@world.example", "UNSUBSCRIBED UNSUBSCRIBED");

        installation
                .as("FRONTEND_ADMIN", BlockedEmailServiceGrpc::newBlockingStub)
                .removeBlockedEmail(RemoveBlockedEmailRequest.newBuilder()
                        .setRecipientEmail(EmailAddress.newBuilder().setEmail("again@world.example"))
                        .build());
        assertEquals("", reason("again@world.example"));
        links.post(unsubscribe, "confirmed=yes");

        awaitBlock("again@world.example", "UNSUBSCRIBED UNSUBSCRIBED");
    }
}
