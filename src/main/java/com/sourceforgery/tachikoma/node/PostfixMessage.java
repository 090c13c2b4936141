package com.sourceforgery.tachikoma.node;

import com.google.common.base.Utf8;
import com.sourceforgery.tachikoma.mta.EmailMessage;
import jakarta.mail.Session;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.angus.mail.smtp.SMTPMessage;

/**
 * A mail as the {@code smtp:} endpoint takes it, with an envelope of its own: who is in the headers has no say in where it
 * goes. The text is sent as it came, never parsed. Once it is sent it knows the queue id.
 */
public final class PostfixMessage extends SMTPMessage {
    private static final Session NO_SESSION = null;

    private final EmailMessage mail;
    private String queueId;

    PostfixMessage(EmailMessage mail) {
        super(NO_SESSION);
        this.mail = mail;
        setEnvelopeFrom(mail.getFrom());
    }

    String recipient() {
        return mail.getEmailAddress();
    }

    /** More recipients of the same transaction, about whom nothing is reported. */
    List<String> blindCopies() {
        return mail.getBccList();
    }

    /** In bytes, as SIZE wants it (RFC 1870 section 4). */
    @Override
    public int getSize() {
        return Utf8.encodedLength(mail.getBody());
    }

    boolean isAscii() {
        return getSize() == mail.getBody().length();
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        writer.write(mail.getBody());
        writer.flush();
    }

    /** The id that Postfix gave it, from its reply; null until then. */
    public String getQueueId() {
        return queueId;
    }

    void accepted(String id) {
        queueId = id;
    }
}
