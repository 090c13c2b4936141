package com.sourceforgery.tachikoma.cli;

import com.google.protobuf.InvalidProtocolBufferException;
import com.sourceforgery.tachikoma.mta.IncomingEmailMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The mail of a dead letter of stage {@code bounce}. */
final class KeptMail {
    private final IncomingEmailMessage mail;

    private KeptMail(IncomingEmailMessage mail) {
        this.mail = mail;
    }

    /**
     * @param letter row of {@code deadletter-find.sql}
     * @return empty when it holds no mail that came in
     */
    static Optional<KeptMail> of(Map<String, Object> letter) {
        String type = Objects.toString(letter.get("payload_type"), "");
        if (!type.endsWith("messageType=" + IncomingEmailMessage.getDescriptor().getFullName())) {
            return Optional.empty();
        }
        try {
            return Optional.of(new KeptMail(IncomingEmailMessage.parseFrom((byte[]) letter.get("payload"))));
        } catch (InvalidProtocolBufferException unreadable) {
            return Optional.empty();
        }
    }

    /** Envelope (RFC 5321) and mail, for people. A mail need not be UTF-8: what is not, is shown as ISO-8859-1. */
    String text() {
        return envelope()
                + "%n%n".formatted()
                + mail.getBody()
                        .toString(mail.getBody().isValidUtf8() ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    }

    String envelope() {
        return "From <" + mail.getFrom() + "> to <" + mail.getEmailAddress() + ">";
    }

    /** Writes the mail as it came, byte by byte, into a file that is not there yet. */
    void write(Path file) {
        try {
            Files.write(file, mail.getBody().toByteArray(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailure("There is already a file " + file + ".");
        } catch (IOException e) {
            throw new CommandFailure("The mail cannot be written: " + e + ".");
        }
    }
}
