package com.sourceforgery.tachikoma.bounce;

import com.sourceforgery.tachikoma.mta.EmailMessage;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Ports;
import com.sourceforgery.tachikoma.testsupport.PrivatePostfix;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPMessage;

/** Two real Postfixes, each a relay on the way to recipients, and the mail servers behind them. */
final class Relays implements AutoCloseable {
    private static final int NO_WISH = 0;

    private final NextHop nextHop = new NextHop(Ports.free());
    private final PrivatePostfix patient;
    private final PrivatePostfix hasty;

    Relays(Installation installation) throws IOException {
        patient = installation.services().postfix();
        patient.start(
                nextHop.port(),
                "myhostname=relay.world.example",
                "delay_warning_time=1s",
                "virtual_alias_maps=inline:{moved@world.example=gone@elsewhere.example}",
                "virtual_mailbox_domains=box.example",
                "virtual_mailbox_maps=inline:{ada@box.example=ada/}",
                "virtual_mailbox_base=" + mailboxes(installation.folder()),
                "virtual_mailbox_limit=0",
                "virtual_uid_maps=static:65534",
                "virtual_gid_maps=static:65534",
                "smtpd_reject_unlisted_recipient=no");
        hasty = installation.services().postfix();
        hasty.start(
                nextHop.port(),
                "myhostname=relay.world.example",
                "maximal_queue_lifetime=1s",
                "transport_maps=inline:{down.example=smtp:[127.0.0.1]:" + Ports.free() + "}");
    }

    /** A folder into which Postfix may deliver as a user without rights. */
    private static Path mailboxes(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        Path mailboxes = Files.createDirectory(folder.resolve("mailboxes"));
        return Files.setPosixFilePermissions(mailboxes, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    /** From now on the mail server of the recipient says this to RCPT: an SMTP code, and what follows it. */
    void refuse(String recipient, int code, String text) {
        nextHop.refuse(recipient, code, text);
    }

    /** What a relay sends back that tells of a delay after a second. */
    RelayNotice throughThePatientOne(EmailMessage mail) throws Exception {
        return through(patient, mail, NO_WISH);
    }

    /** What that relay sends back when it was asked to tell of a success. */
    RelayNotice ofSuccess(EmailMessage mail) throws Exception {
        return through(patient, mail, SMTPMessage.NOTIFY_SUCCESS);
    }

    /** What a relay sends back that gives up after a second. */
    RelayNotice throughTheHastyOne(EmailMessage mail) throws Exception {
        return through(hasty, mail, NO_WISH);
    }

    /** Hands a mail over, to its recipient and the blind copies in one transaction, as Postfix beside the node does. */
    private RelayNotice through(PrivatePostfix relay, EmailMessage mail, int notify) throws Exception {
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
        return new RelayNotice(new String(nextHop.takeNoticeTo(mail.getFrom()), StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        nextHop.close();
    }
}
