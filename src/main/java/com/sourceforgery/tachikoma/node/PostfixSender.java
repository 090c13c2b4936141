package com.sourceforgery.tachikoma.node;

import com.google.common.net.HostAndPort;
import com.sourceforgery.tachikoma.mta.EmailMessage;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.util.Deque;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.mail.DefaultJavaMailSender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends for the {@code smtp:} endpoint over connections that are kept open: as many as there are mails at a time, the
 * last one used first, so that those no longer needed grow old and are closed.
 */
public final class PostfixSender extends DefaultJavaMailSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PostfixSender.class);
    private static final long MAX_IDLE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long CONNECT_SECONDS = 10;
    private static final long REPLY_SECONDS = 300;

    private final HostAndPort postfix;
    private final Session session;
    private final Deque<PostfixConnection> idle = new ConcurrentLinkedDeque<>();

    /**
     * @param hostname how this host calls itself in EHLO
     */
    public PostfixSender(HostAndPort postfix, String hostname) {
        this.postfix = postfix;
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.localhost", hostname);
        properties.setProperty("mail.smtp.connectiontimeout", millis(CONNECT_SECONDS));
        properties.setProperty("mail.smtp.timeout", millis(REPLY_SECONDS));
        properties.setProperty("mail.smtp.writetimeout", millis(REPLY_SECONDS));
        properties.setProperty("mail.smtp.quitwait", "false");
        this.session = Session.getInstance(properties);
    }

    private static String millis(long seconds) {
        return Long.toString(TimeUnit.SECONDS.toMillis(seconds));
    }

    /** The mail as {@link #send} takes it. */
    public PostfixMessage message(EmailMessage mail) {
        return new PostfixMessage(mail);
    }

    @Override
    public Session getSession() {
        return session;
    }

    /**
     * @throws NotAcceptedException when Postfix certainly does not have the mail
     * @throws InDoubtException when it may have it
     */
    @Override
    public void send(MimeMessage mail) throws MessagingException {
        PostfixMessage message = (PostfixMessage) mail;
        PostfixConnection connection = idle.pollFirst();
        SmtpReply reply;
        try {
            reply = connection == null ? sendOnNewConnection(message) : sendOn(connection, message);
        } catch (StaleConnectionException e) {
            LOG.debug("A kept connection to {} had been closed", postfix);
            reply = sendOnNewConnection(message);
        }
        message.accepted(reply.queueId().orElse(""));
    }

    /** Whether Postfix greets. */
    public boolean isUp() {
        try {
            PostfixConnection.open(session, postfix).close();
            return true;
        } catch (MessagingException e) {
            return false;
        }
    }

    private SmtpReply sendOnNewConnection(PostfixMessage message) throws MessagingException {
        try {
            return sendOn(PostfixConnection.open(session, postfix), message);
        } catch (StaleConnectionException e) {
            throw NotAcceptedException.later(e);
        }
    }

    private SmtpReply sendOn(PostfixConnection connection, PostfixMessage message)
            throws MessagingException, StaleConnectionException {
        try {
            return connection.send(message);
        } finally {
            if (connection.isUsable()) {
                idle.addFirst(connection);
            }
            closeOld();
        }
    }

    private void closeOld() throws MessagingException {
        PostfixConnection oldest = idle.peekLast();
        if (oldest != null && oldest.idleNanos() > MAX_IDLE_NANOS && idle.removeLastOccurrence(oldest)) {
            oldest.close();
        }
    }

    /** Says goodbye on the connections that nobody uses. */
    @Override
    public void close() throws MessagingException {
        for (PostfixConnection connection = idle.pollFirst(); connection != null; connection = idle.pollFirst()) {
            connection.close();
        }
    }
}
