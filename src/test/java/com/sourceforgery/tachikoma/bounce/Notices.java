package com.sourceforgery.tachikoma.bounce;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** Reads the mails of {@code src/test/resources/notices} and others, with the packaged rules. */
final class Notices {
    private static final NoticeReader READER = NoticeReader.packaged();

    private Notices() {}

    static Notice of(String name) {
        return READER.read(null, new ByteArrayInputStream(bytes(name)));
    }

    static byte[] bytes(String name) {
        try (InputStream in = Notices.class.getResourceAsStream("/notices/" + name + ".eml")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Notice from(String envelopeSender, String mail) {
        return READER.read(envelopeSender, new ByteArrayInputStream(mail.getBytes(StandardCharsets.UTF_8)));
    }

    static Notice from(InputStream mail) {
        return READER.read(null, mail);
    }

    /** Each report on a line: {@code addresses action status text}, what is empty as a hyphen. */
    static String reports(Notice notice) {
        return notice.reports().stream()
                .map(report -> String.join(
                        " ",
                        shown(String.join("|", report.addresses())),
                        report.action().name(),
                        shown(report.status()),
                        shown(report.text())))
                .collect(Collectors.joining("\n"));
    }

    private static String shown(String text) {
        return text.isEmpty() ? "-" : text;
    }
}
