package com.sourceforgery.tachikoma.sink;

import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;

/**
 * A mail for the eyes of a person.
 *
 * @param headers its header fields in order, RFC 2047 words decoded
 * @param body what follows them as it was received; the first 256 kB
 */
record MailText(List<Field> headers, String body) {
    private static final int MAX_BYTES = 256 * 1024;

    /** One header field. */
    record Field(String name, String value) {}

    static MailText of(SinkStore store, StoredMail mail) throws IOException {
        ByteArrayInputStream bytes = new ByteArrayInputStream(store.head(mail, MAX_BYTES));
        try {
            List<Field> headers = Collections.list(new InternetHeaders(bytes, true).getAllHeaders()).stream()
                    .map(MailText::decode)
                    .toList();
            return new MailText(headers, new String(bytes.readAllBytes(), StandardCharsets.UTF_8));
        } catch (MessagingException e) {
            throw new IOException("The header of mail " + mail.id() + " cannot be parsed", e);
        }
    }

    private static Field decode(Header header) {
        String value = MimeUtility.unfold(header.getValue());
        try {
            return new Field(header.getName(), MimeUtility.decodeText(value));
        } catch (UnsupportedEncodingException e) {
            return new Field(header.getName(), value);
        }
    }
}
