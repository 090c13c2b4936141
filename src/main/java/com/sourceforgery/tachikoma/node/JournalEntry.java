package com.sourceforgery.tachikoma.node;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * One line of the journal: checksum, kind, time, detail, envelope sender and recipient, parted by tabs.
 *
 * @param millis when it was written, since the epoch
 * @param detail of an intent, the end of Postfix's log then, or "-"; of an acceptance, the queue id
 */
record JournalEntry(Kind kind, long millis, String detail, Mail mail) {

    /** What the journal says of a mail. */
    enum Kind {
        /** About to be handed to Postfix. */
        INTENT,
        /** Postfix has it. */
        ACCEPTED,
        /** Postfix does not have it: it may be offered and sent again. */
        NOT_ACCEPTED
    }

    /** What makes two mails the same: the envelope sender is made for one mail and recipient alone. */
    record Mail(String envelopeSender, String recipient) {}

    String toLine() {
        String content = String.join(
                "\t",
                kind.name(),
                Long.toString(millis),
                printable(detail),
                printable(mail.envelopeSender()),
                printable(mail.recipient()));
        return checksum(content) + "\t" + content + "\n";
    }

    /** Nothing when the line is torn or otherwise not as it was written. */
    static Optional<JournalEntry> parse(String line) {
        String[] halves = line.split("\t", 2);
        if (halves.length < 2 || !halves[0].equals(checksum(halves[1]))) {
            return Optional.empty();
        }
        String[] fields = halves[1].split("\t", -1);
        return Optional.of(new JournalEntry(
                Kind.valueOf(fields[0]), Long.parseLong(fields[1]), fields[2], new Mail(fields[3], fields[4])));
    }

    // An address with control characters is refused when it is sent; here it must only not break the line.
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    private static String checksum(String content) {
        CRC32 crc = new CRC32();
        crc.update(content.getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", crc.getValue());
    }
}
