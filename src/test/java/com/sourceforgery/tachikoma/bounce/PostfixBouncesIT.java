package com.sourceforgery.tachikoma.bounce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.sourceforgery.tachikoma.grpc.frontend.EmailAddress;
import com.sourceforgery.tachikoma.grpc.frontend.EmailNotification;
import com.sourceforgery.tachikoma.mta.EmailMessage;
import com.sourceforgery.tachikoma.mta.MailAcceptanceResult.AcceptanceStatus;
import com.sourceforgery.tachikoma.testsupport.FakeNode;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Mails;
import com.sourceforgery.tachikoma.testsupport.Notifications;
import com.sourceforgery.tachikoma.testsupport.Ports;
import com.sourceforgery.tachikoma.testsupport.PrivatePostfix;
import com.sourceforgery.tachikoma.testsupport.RealServices;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.smtp.SMTPMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** What a real Postfix, a relay on the way to the recipient, tells of mails that it had taken becomes events of these mails. */
class PostfixBouncesIT {
    private static final int NO_WISH = 0;

    @RegisterExtension
    static final RealServices services = new RealServices();

    @TempDir
    static Path folder;

    static Installation installation;
    static Notifications notifications;
    static BounceMails bounces;
    static JdbcTemplate database;
    static FakeNode node;
    static NextHop nextHop;
    /** Tells of a delay after a second. */
    static PrivatePostfix patient;
    /** Gives up after a second. */
    static PrivatePostfix hasty;

    @BeforeAll
    static void start() throws Exception {
        installation = new Installation(services, folder);
        installation.startWebserver();
        notifications = installation.follow();
        bounces = new BounceMails(installation);
        database = new JdbcTemplate(services.dataSource());
        node = FakeNode.queueingAll(installation.apiToken("BACKEND"), installation.channel());
        nextHop = new NextHop(Ports.free());
        patient = services.postfix();
        patient.start(
                nextHop.port(),
                "myhostname=relay.world.example",
                "delay_warning_time=1s",
                "virtual_alias_maps=inline:{moved@world.example=gone@elsewhere.example}",
                "virtual_mailbox_domains=box.example",
                "virtual_mailbox_maps=inline:{ada@box.example=ada/}",
                "virtual_mailbox_base=" + mailboxes(),
                "virtual_mailbox_limit=0",
                "virtual_uid_maps=static:65534",
                "virtual_gid_maps=static:65534",
                "smtpd_reject_unlisted_recipient=no");
        hasty = services.postfix();
        hasty.start(
                nextHop.port(),
                "myhostname=relay.world.example",
                "maximal_queue_lifetime=1s",
                "transport_maps=inline:{down.example=smtp:[127.0.0.1]:" + Ports.free() + "}");
    }

    /** A folder into which Postfix may deliver as a user without rights. */
    private static Path mailboxes() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        Path mailboxes = Files.createDirectory(folder.resolve("mailboxes"));
        return Files.setPosixFilePermissions(mailboxes, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    @AfterAll
    static void stop() throws Exception {
        node.close();
        nextHop.close();
        installation.close();
    }

    private static EmailMessage sent(String recipient, String... blindCopies) throws Exception {
        var request = Mails.to(recipient);
        for (String copy : blindCopies) {
            request.addBcc(EmailAddress.newBuilder().setEmail(copy));
        }
        installation.delivery().sendEmailUnary(request.build());
        EmailMessage mail = node.take();
        notifications.awaitEvents(recipient, "QUEUED");
        return mail;
    }

    /** Hands a mail to a relay, to its recipient and the blind copies in one transaction, as Postfix beside the node does. */
    private static void relay(PrivatePostfix relay, EmailMessage mail, int notify) throws Exception {
        String[] address = relay.smtp().split(":");
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.host", address[0]);
        properties.setProperty("mail.smtp.port", address[1]);
        SMTPMessage message = new SMTPMessage(
                Session.getInstance(properties),
                new ByteArrayInputStream(mail.getBody().getBytes(StandardCharsets.UTF_8)));
        message.setEnvelopeFrom(mail.getFrom());
        if (notify != NO_WISH) {
            message.setNotifyOptions(notify);
        }
        List<String> recipients = new ArrayList<>(mail.getBccList());
        recipients.add(mail.getEmailAddress());
        try (Transport transport = Session.getInstance(properties).getTransport("smtp")) {
            transport.connect();
            transport.sendMessage(message, InternetAddress.parse(String.join(",", recipients)));
        }
    }

    private static String notice(EmailMessage mail) throws Exception {
        return new String(nextHop.takeNoticeTo(mail.getFrom()), StandardCharsets.UTF_8);
    }

    /** The values that a field has in a notice, of each recipient one. */
    private static List<String> field(String name, String notice) {
        return Pattern.compile("^" + name + ": *(\\S+(?: \\S+)*)\\s*$", Pattern.MULTILINE)
                .matcher(notice)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static void assertTells(String action, String status, String notice) {
        assertEquals(List.of(action), field("Action", notice), notice);
        assertEquals(List.of(status), field("Status", notice), notice);
    }

    private static AcceptanceStatus handOver(EmailMessage mail, String notice) throws Exception {
        return bounces.receive(
                Installation.DOMAIN, mail.getFrom(), ByteString.copyFrom(notice, StandardCharsets.UTF_8));
    }

    private static EmailNotification last(String recipient) {
        return notifications.all().stream()
                .filter(told -> told.getRecipientEmailAddress().getEmail().equals(recipient))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private static List<String> blocked(String recipient) {
        return database.queryForList("select reason from blocked_email where recipient = ?", String.class, recipient);
    }

    private static List<String> storedEvents(String recipient) {
        return database.queryForList(
                "select v.kind from email_event v join email e on e.id = v.email_id where e.recipient = ? order by v.id",
                String.class,
                recipient);
    }

    private static void assertHardBounced(String recipient, String bounceClass, String status) {
        notifications.awaitEvents(recipient, "QUEUED", "HARD_BOUNCED");
        assertEquals(bounceClass, last(recipient).getHardBouncedEvent().getBounceClass());
        assertEquals(status, last(recipient).getHardBouncedEvent().getStatus());
    }

    private static void assertSoftBounced(String recipient, String bounceClass, String status, boolean givenUp) {
        notifications.awaitEvents(recipient, "QUEUED", "SOFT_BOUNCED");
        assertEquals(bounceClass, last(recipient).getSoftBouncedEvent().getBounceClass());
        assertEquals(status, last(recipient).getSoftBouncedEvent().getStatus());
        assertEquals(givenUp, last(recipient).getSoftBouncedEvent().getGivenUp());
        assertEquals(List.of(), blocked(recipient));
    }

    @Test
    void anAddressThatTheNextServerDoesNotKnowIsDeadAndBlocked() throws Exception {
        nextHop.refuse(
                "dead@world.example", 550, "5.1.1 <dead@world.example>: Recipient address rejected: User unknown");
        EmailMessage mail = sent("dead@world.example");
        relay(patient, mail, NO_WISH);

        String notice = notice(mail);
        assertTells("failed", "5.1.1", notice);
        assertEquals(AcceptanceStatus.ACCEPTED, handOver(mail, notice));
        assertHardBounced("dead@world.example", "dead-address", "5.1.1");
        String reason = last("dead@world.example").getHardBouncedEvent().getRejectReason();
        assertTrue(reason.contains("550 5.1.1 <dead@world.example>: Recipient address rejected: User unknown"), reason);
        assertEquals(List.of("HARD_BOUNCED"), blocked("dead@world.example"));
    }

    @Test
    void anAddressThatTheRelayItselfDoesNotKnowIsDeadAndBlocked() throws Exception {
        EmailMessage mail = sent("nobody@box.example");
        relay(patient, mail, NO_WISH);

        String notice = notice(mail);
        assertTells("failed", "5.1.1", notice);
        assertEquals(AcceptanceStatus.ACCEPTED, handOver(mail, notice));
        assertHardBounced("nobody@box.example", "dead-address", "5.1.1");
        assertEquals(List.of("HARD_BOUNCED"), blocked("nobody@box.example"));
    }

    @Test
    void aFullMailboxIsABounceThatBlocksNobody() throws Exception {
        nextHop.refuse("full@world.example", 552, "5.2.2 <full@world.example>: Mailbox full");
        EmailMessage mail = sent("full@world.example");
        relay(patient, mail, NO_WISH);

        String notice = notice(mail);
        assertTells("failed", "5.2.2", notice);
        assertEquals(AcceptanceStatus.ACCEPTED, handOver(mail, notice));
        assertHardBounced("full@world.example", "mailbox-full", "5.2.2");
        assertEquals(List.of(), blocked("full@world.example"));
    }

    @Test
    void aMailThatIsPutOffUntilTheQueueGivesItUpIsASoftBounceForGood() throws Exception {
        nextHop.refuse("busy@world.example", 451, "4.3.2 <busy@world.example>: Please try again later");
        EmailMessage mail = sent("busy@world.example");
        relay(hasty, mail, NO_WISH);

        String notice = notice(mail);
        assertTells("failed", "4.3.2", notice);
        assertEquals(AcceptanceStatus.ACCEPTED, handOver(mail, notice));
        assertSoftBounced("busy@world.example", "transient", "4.3.2", true);
    }

    @Test
    void aServerThatIsNotReachedUntilTheQueueGivesUpIsASoftBounceForGood() throws Exception {
        EmailMessage mail = sent("ada@down.example");
        relay(hasty, mail, NO_WISH);

        String notice = notice(mail);
        assertTells("failed", "4.4.1", notice);
        assertEquals(AcceptanceStatus.ACCEPTED, handOver(mail, notice));
        assertSoftBounced("ada@down.example", "unreachable", "4.4.1", true);
    }

    @Test
    void aNoticeOfDelayIsASoftBounceAndTheMailMayStillArrive() throws Exception {
        nextHop.refuse("slow@world.example", 451, "4.3.2 <slow@world.example>: Please try again later");
        EmailMessage mail = sent("slow@world.example");
        relay(patient, mail, NO_WISH);

        String notice = notice(mail);
        assertTells("delayed", "4.3.2", notice);
        assertEquals(1, field("Will-Retry-Until", notice).size(), notice);
        assertEquals(AcceptanceStatus.ACCEPTED, handOver(mail, notice));
        assertSoftBounced("slow@world.example", "transient", "4.3.2", false);
    }

    @Test
    void aMailInTheRecipientsMailboxIsDelivered() throws Exception {
        EmailMessage mail = sent("ada@box.example");
        relay(patient, mail, SMTPMessage.NOTIFY_SUCCESS);

        String notice = notice(mail);
        assertTells("delivered", "2.0.0", notice);
        assertEquals(AcceptanceStatus.ACCEPTED, handOver(mail, notice));
        notifications.awaitEvents("ada@box.example", "QUEUED", "DELIVERED");
    }

    @Test
    void aMailThatWasHandedOnToAServerWithoutNoticesIsNotYetDelivered() throws Exception {
        EmailMessage mail = sent("onward@world.example");
        relay(patient, mail, SMTPMessage.NOTIFY_SUCCESS);

        String notice = notice(mail);
        assertTells("relayed", "2.0.0", notice);
        assertEquals(AcceptanceStatus.IGNORED, handOver(mail, notice));
        assertEquals(List.of("QUEUED"), storedEvents("onward@world.example"));
    }

    @Test
    void aBounceOfTheAddressToWhichTheRelayForwardsIsTheMailsOutcomeAndBlocksNobody() throws Exception {
        nextHop.refuse("gone@elsewhere.example", 550, "5.1.1 User unknown");
        EmailMessage mail = sent("moved@world.example");
        relay(patient, mail, NO_WISH);

        String notice = notice(mail);
        assertTells("failed", "5.1.1", notice);
        assertEquals(List.of("rfc822; gone@elsewhere.example"), field("Final-Recipient", notice), notice);
        assertEquals(List.of("rfc822;moved@world.example"), field("Original-Recipient", notice), notice);
        assertEquals(AcceptanceStatus.ACCEPTED, handOver(mail, notice));
        assertHardBounced("moved@world.example", "dead-address", "5.1.1");
        assertEquals(List.of(), blocked("moved@world.example"));
        assertEquals(List.of(), blocked("gone@elsewhere.example"));
    }

    @Test
    void ofANoticeAboutTheRecipientAndABlindCopyOnlyWhatItSaysOfTheRecipientCounts() throws Exception {
        nextHop.refuse("own@world.example", 552, "5.2.2 <own@world.example>: Mailbox full");
        nextHop.refuse("copy@world.example", 550, "5.1.1 <copy@world.example>: User unknown");
        EmailMessage mail = sent("own@world.example", "copy@world.example");
        relay(patient, mail, NO_WISH);

        String notice = notice(mail);
        assertEquals(List.of("failed", "failed"), field("Action", notice), notice);
        assertEquals(
                List.of("5.1.1", "5.2.2"),
                field("Status", notice).stream().sorted().toList(),
                notice);
        assertEquals(AcceptanceStatus.ACCEPTED, handOver(mail, notice));
        assertHardBounced("own@world.example", "mailbox-full", "5.2.2");
        assertEquals(List.of("QUEUED", "HARD_BOUNCED"), storedEvents("own@world.example"));
        assertEquals(List.of(), blocked("own@world.example"));
        assertEquals(List.of(), blocked("copy@world.example"));
        assertFalse(notifications.brief().stream().anyMatch(event -> event.startsWith("copy@world.example ")));
    }
}
