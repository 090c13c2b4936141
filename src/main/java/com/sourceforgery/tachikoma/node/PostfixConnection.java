package com.sourceforgery.tachikoma.node;

import com.google.common.net.HostAndPort;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.angus.mail.smtp.SMTPOutputStream;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One SMTP connection (RFC 5321), used for one mail after another. Angus Mail does the protocol; the transaction is our
 * own, because a refused blind copy must not fail the mail, a refused recipient must not send the blind copies, and a
 * reply lost after the final dot must be told from a failure before it.
 */
final class PostfixConnection extends SMTPTransport {
    private static final Logger LOG = LoggerFactory.getLogger(PostfixConnection.class);
    private static final int CLOSING = 421;

    private boolean broken;
    private long lastUsed = System.nanoTime();

    private PostfixConnection(Session session) {
        super(session, null);
    }

    /**
     * @param session names this host and the timeouts: {@code mail.smtp.*}
     * @throws NotAcceptedException with {@code later} when there is no Postfix, or it will not talk
     */
    static PostfixConnection open(Session session, HostAndPort peer) throws NotAcceptedException {
        PostfixConnection connection = new PostfixConnection(session);
        try {
            connection.connect(peer.getHost(), peer.getPort(), null, null);
            return connection;
        } catch (MessagingException e) {
            throw NotAcceptedException.later(e);
        }
    }

    /**
     * Hands over one mail.
     *
     * @return the reply to the final dot, a positive one
     * @throws StaleConnectionException when the connection had gone before the transaction began
     * @throws NotAcceptedException when Postfix said no, or the connection broke before the final dot
     * @throws InDoubtException when it broke after that
     */
    synchronized SmtpReply send(PostfixMessage message)
            throws StaleConnectionException, NotAcceptedException, InDoubtException {
        lastUsed = System.nanoTime();
        requireSyntax(message);
        boolean international = !isAscii(message.getEnvelopeFrom()) || !isAscii(message.recipient());
        if (international && !supportsExtension("SMTPUTF8")) {
            throw NotAcceptedException.forGood(
                    SmtpReply.of(550, "550 5.6.7 The mail server does not take non-ASCII addresses"));
        }
        begin(message, international);
        try {
            addRecipients(message);
            SMTPOutputStream text = startText();
            message.writeTo(text);
            text.ensureAtBOL();
        } catch (NotAcceptedException e) {
            throw e;
        } catch (IOException | MessagingException e) {
            drop();
            throw NotAcceptedException.later(e);
        }
        return finish();
    }

    // What Postfix would take for more than one command (RFC 5321 section 4.1.2 knows no control characters).
    private static void requireSyntax(PostfixMessage message) throws NotAcceptedException {
        String addresses = message.getEnvelopeFrom() + message.recipient() + String.join("", message.blindCopies());
        if (addresses.chars().anyMatch(Character::isISOControl)) {
            throw NotAcceptedException.forGood(SmtpReply.of(501, "501 5.1.3 A mail address holds a control character"));
        }
    }

    private void begin(PostfixMessage message, boolean international)
            throws StaleConnectionException, NotAcceptedException {
        StringBuilder mail = new StringBuilder("MAIL FROM:<" + message.getEnvelopeFrom() + ">");
        if (supportsExtension("SIZE")) {
            mail.append(" SIZE=").append(message.getSize());
        }
        if (!message.isAscii() && supportsExtension("8BITMIME")) {
            mail.append(" BODY=8BITMIME");
        }
        if (international) {
            mail.append(" SMTPUTF8");
        }
        SmtpReply reply;
        try {
            reply = ask(mail.toString());
        } catch (MessagingException e) {
            drop();
            throw new StaleConnectionException(e);
        }
        if (reply.code() == CLOSING || reply.code() < 0) {
            drop();
            throw new StaleConnectionException(new MessagingException(reply.text()));
        }
        requirePositive(reply);
    }

    private void addRecipients(PostfixMessage message) throws MessagingException {
        String option = supportsExtension("DSN") ? " NOTIFY=NEVER" : "";
        requirePositive(ask("RCPT TO:<" + message.recipient() + ">" + option));
        for (String copy : message.blindCopies()) {
            SmtpReply reply = ask("RCPT TO:<" + copy + ">" + option);
            if (reply.code() < 0) {
                throw new MessagingException("The connection ended");
            }
            if (!reply.isPositive()) {
                LOG.warn("A blind copy of a mail to {} is not sent: {}", message.recipient(), reply.text());
            }
        }
    }

    private SMTPOutputStream startText() throws MessagingException {
        try {
            return (SMTPOutputStream) data();
        } catch (SMTPSendFailedException e) {
            SmtpReply reply = SmtpReply.of(e.getReturnCode(), e.getMessage());
            if (reply.code() < 0 || reply.code() == CLOSING) {
                drop();
            }
            throw refusal(reply);
        }
    }

    private SmtpReply finish() throws NotAcceptedException, InDoubtException {
        SmtpReply reply;
        try {
            reply = ask(".");
        } catch (MessagingException e) {
            drop();
            throw new InDoubtException("The connection broke after the final dot", e);
        }
        if (reply.code() < 200) {
            drop();
            throw new InDoubtException("No reply to the final dot: " + reply.text(), null);
        }
        requirePositive(reply);
        return reply;
    }

    private void requirePositive(SmtpReply reply) throws NotAcceptedException {
        if (!reply.isPositive()) {
            reset(reply);
            throw refusal(reply);
        }
    }

    private static NotAcceptedException refusal(SmtpReply reply) {
        return reply.isRefusalForGood() ? NotAcceptedException.forGood(reply) : NotAcceptedException.later(reply);
    }

    private void reset(SmtpReply reply) {
        try {
            if (reply.code() < 0 || reply.code() == CLOSING || !ask("RSET").isPositive()) {
                drop();
            }
        } catch (MessagingException e) {
            drop();
        }
    }

    private SmtpReply ask(String command) throws MessagingException {
        simpleCommand(command.getBytes(StandardCharsets.UTF_8));
        return SmtpReply.of(getLastReturnCode(), getLastServerResponse());
    }

    private static boolean isAscii(String text) {
        return StandardCharsets.US_ASCII.newEncoder().canEncode(text);
    }

    private void drop() {
        broken = true;
        try {
            close();
        } catch (MessagingException e) {
            LOG.debug("Closing a broken connection", e);
        }
    }

    /** Whether it may be used again, as far as known without asking. */
    synchronized boolean isUsable() {
        return !broken;
    }

    synchronized long idleNanos() {
        return System.nanoTime() - lastUsed;
    }
}
