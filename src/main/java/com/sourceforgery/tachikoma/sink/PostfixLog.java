package com.sourceforgery.tachikoma.sink;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The lines that Postfix 3.7 writes to its {@code maillog_file} about a mail, from client to {@code removed}. Without a
 * file it says nothing.
 */
final class PostfixLog implements AutoCloseable {
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("MMM dd HH:mm:ss", Locale.ENGLISH);

    private final LineFile file;
    private final String hostName;
    private final long pid = ProcessHandle.current().pid();

    /**
     * @param file where lines go, or null
     * @param hostName the name that each line begins with, after the time
     */
    PostfixLog(LineFile file, String hostName) {
        this.file = file;
        this.hostName = hostName;
    }

    void refused(String sender, String recipient, Behaviour.Reply reply) {
        write(line(
                "smtpd",
                "NOQUEUE: reject: RCPT from localhost[127.0.0.1]: " + reply + "; from=<" + sender + "> to=<" + recipient
                        + "> proto=ESMTP helo=<localhost>"));
    }

    void accepted(StoredMail mail) {
        write(line("smtpd", mail.queueId() + ": client=localhost[127.0.0.1]")
                + line(
                        "cleanup",
                        mail.queueId() + ": message-id=" + (mail.messageId().isEmpty() ? "<>" : mail.messageId())));
    }

    void active(StoredMail mail, int recipients) {
        write(line(
                "qmgr",
                mail.queueId() + ": from=<" + mail.envelopeSender() + ">, size=" + mail.size() + ", nrcpt=" + recipients
                        + " (queue active)"));
    }

    void sent(StoredMail mail, String recipient, Duration age, String nextQueueId) {
        delivery(mail, recipient, age, "2.0.0", "sent", "250 2.0.0 Ok: queued as " + nextQueueId);
    }

    void deferred(StoredMail mail, String recipient, Duration age, Behaviour behaviour) {
        delivery(mail, recipient, age, behaviour.code(), "deferred", said(recipient, behaviour));
    }

    void bounced(StoredMail mail, String recipient, Duration age, Behaviour behaviour) {
        delivery(mail, recipient, age, behaviour.code(), "bounced", said(recipient, behaviour));
    }

    private static String said(String recipient, Behaviour behaviour) {
        return "host " + host(recipient) + " said: " + behaviour.refusal(recipient) + " (in reply to RCPT TO command)";
    }

    private void delivery(StoredMail mail, String recipient, Duration age, String code, String status, String text) {
        double seconds = age.toMillis() / 1000.0;
        write(line(
                "smtp",
                mail.queueId() + ": to=<" + recipient + ">, relay=" + host(recipient) + ":25, delay="
                        + shortest(seconds + 0.02) + ", delays=" + shortest(seconds) + "/0/0.01/0.01, dsn=" + code
                        + ", status=" + status + " (" + text + ")"));
    }

    void expired(StoredMail mail) {
        write(line(
                "qmgr", mail.queueId() + ": from=<" + mail.envelopeSender() + ">, status=expired, returned to sender"));
    }

    void removed(StoredMail mail) {
        write(line("qmgr", mail.queueId() + ": removed"));
    }

    private static String host(String recipient) {
        return "mx." + recipient.substring(recipient.indexOf('@') + 1) + "[192.0.2.25]";
    }

    /** Seconds with two significant digits, as Postfix writes them. */
    private static String shortest(double seconds) {
        String pattern = seconds >= 10 ? "%.0f" : seconds >= 1 ? "%.1f" : "%.2f";
        String text = String.format(Locale.ROOT, pattern, seconds);
        return text.contains(".") ? text.replaceFirst("\\.?0+$", "") : text;
    }

    private String line(String daemon, String text) {
        return TIMESTAMP.format(LocalDateTime.now()) + " " + hostName + " postfix/" + daemon + "[" + pid + "]: " + text
                + "\n";
    }

    private void write(String lines) {
        if (file != null) {
            file.add(lines);
        }
    }

    @Override
    public void close() {
        if (file != null) {
            file.close();
        }
    }
}
