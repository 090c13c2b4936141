package com.sourceforgery.tachikoma.testsupport;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sourceforgery.tachikoma.sink.SinkStore;
import com.sourceforgery.tachikoma.sink.StoredMail;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A mail that has reached the world.
 *
 * @param stored as the sink took it
 * @param message as a mail program reads it
 * @param source of the whole mail; its bytes as characters, in ISO 8859-1
 */
public record ArrivedMail(StoredMail stored, MimeMessage message, String source) {
    /** The one mail for an address; it is waited for. */
    public static ArrivedMail at(String recipient, Installation installation) throws Exception {
        SinkStore store = installation.sink().store();
        await().until(() -> !store.find(recipient).isEmpty());
        List<StoredMail> mails = store.find(recipient);
        assertEquals(1, mails.size());
        byte[] body = store.body(mails.get(0));
        return new ArrivedMail(
                mails.get(0),
                new MimeMessage(null, new ByteArrayInputStream(body)),
                new String(body, StandardCharsets.ISO_8859_1));
    }

    /** The parts that have no parts. */
    public List<Part> parts() throws Exception {
        return parts(message);
    }

    private static List<Part> parts(Part part) throws Exception {
        if (!(part.getContent() instanceof Multipart multipart)) {
            return List.of(part);
        }
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < multipart.getCount(); i++) {
            parts.addAll(parts(multipart.getBodyPart(i)));
        }
        return parts;
    }

    /** The part of a type that is no attachment. */
    public String text(String type) throws Exception {
        for (Part part : parts()) {
            if (part.isMimeType(type) && part.getFileName() == null) {
                return (String) part.getContent();
            }
        }
        throw new AssertionError("No " + type);
    }

    /** The part that is an attachment. */
    public Part attachment() throws Exception {
        for (Part part : parts()) {
            if (part.getFileName() != null) {
                return part;
            }
        }
        throw new AssertionError("No attachment");
    }
}
