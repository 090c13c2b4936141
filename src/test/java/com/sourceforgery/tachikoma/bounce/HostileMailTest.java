package com.sourceforgery.tachikoma.bounce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.bounce.Notice.Kind;
import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a mail is made of, it is read within bounds of what is read and of the memory that this takes. */
class HostileMailTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    /** Of all that one mail allocates, whether it is still in use or not. */
    private static final long BUDGET = 32L << 20;

    private static final String REPORT = """
            From: MAILER-DAEMON@mx.world.example
            Content-Type: multipart/report; report-type=delivery-status; boundary="b"

            --b
            Content-Type: message/delivery-status

            """;
    private static final String RECIPIENT = """
            Final-Recipient: rfc822; ada@world.example
            Action: failed
            Status: 5.1.1
            """;
    private static final long MEGABYTE = 1 << 20;
    private static final String KILOBYTE = "x".repeat(1023) + "\n";

    /** Classes are loaded and rules are read before anything is measured. */
    @BeforeEach
    void warmUp() {
        List.of("failed", "complaint", "exchange-in-html", "qmail-in-windows-1252", "unknown-wording")
                .forEach(Notices::of);
    }

    private static Notice bounded(GeneratedMail mail) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        Notice notice = Notices.from(mail);
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before - mail.bytesAllocated();

        assertTrue(mail.bytesRead() <= MailParser.READ, "bytes read: " + mail.bytesRead());
        assertTrue(allocated < BUDGET, "bytes allocated: " + allocated);
        return notice;
    }

    @Test
    void theReportBeforeAHugeReturnedMailIsRead() {
        GeneratedMail mail = GeneratedMail.repeating(
                REPORT + RECIPIENT + "\n--b\nContent-Type: message/rfc822\n\nMessage-ID: <1@example.com>\n\n",
                KILOBYTE,
                100 * 1024);
        Notice notice = bounded(mail);

        assertEquals("ada@world.example FAILED 5.1.1 -", Notices.reports(notice));
        assertEquals("1@example.com", notice.messageId());
        assertTrue(mail.bytesRead() < 9 * MEGABYTE);
    }

    @Test
    void ofAMillionRecipientsTheFirstAreRead() {
        Notice notice = bounded(new GeneratedMail(
                REPORT, number -> number < 1_000_000 ? RECIPIENT.replace("ada", "ada" + number) + "\n" : null));

        assertEquals(Report.MOST, notice.reports().size());
        assertEquals(List.of("ada999@world.example"), notice.reports().get(999).addresses());
    }

    @Test
    void ofAMillionRecipientsInTextTheFirstAreRead() {
        Notice notice = bounded(new GeneratedMail(
                "From: MAILER-DAEMON@mx\nSubject: failure notice\n\nHi. This is the qmail-send program at mx.\n\n",
                number -> number < 1_000_000 ? "<a" + number + "@b.example>:\nNo. (#5.1.1)\n\n" : null));

        assertEquals(Report.MOST, notice.reports().size());
    }

    /** What is cut off a name is cut off at once. */
    @Test
    void namesThatEndInThousandsOfDotsAreReadInBounds() {
        String recipient = RECIPIENT.replace("example", "example" + ".".repeat(3_500)) + "\n";
        Notice notice = bounded(GeneratedMail.repeating(REPORT, recipient, 60));

        assertEquals(60, notice.reports().size());
        assertEquals(List.of("ada@world.example"), notice.reports().get(0).addresses());
    }

    @Test
    void aHugeFieldEndsTheMail() {
        assertEquals(
                Kind.UNREADABLE,
                bounded(GeneratedMail.repeating(
                                "Return-Path: <>\nTo: bounce-1@example.com\nSubject: ", "x".repeat(1024), 10 * 1024))
                        .kind());
    }

    @Test
    void aHugeFoldedFieldEndsTheMail() {
        assertEquals(
                Kind.UNREADABLE,
                bounded(GeneratedMail.repeating("Return-Path: <>\nSubject: a\n", " " + KILOBYTE, 10 * 1024))
                        .kind());
    }

    @Test
    void aMillionFieldsEndTheMail() {
        assertEquals(
                Kind.UNREADABLE,
                bounded(GeneratedMail.repeating("Return-Path: <>\n", "Subject: x\n", 1_000_000))
                        .kind());
    }

    @Test
    void nestingEndsTheMail() {
        assertNotNull(bounded(new GeneratedMail(
                "Content-Type: multipart/mixed; boundary=\"b0\"\n\n",
                number -> number < 10_000
                        ? "--b%d%nContent-Type: multipart/mixed; boundary=\"b%d\"%n%n".formatted(number, number + 1)
                        : null)));
    }

    @Test
    void aMillionBoundariesEndTheMail() {
        Notice notice = bounded(GeneratedMail.repeating(REPORT + RECIPIENT + "\n", "--b\n", 1_000_000));

        assertEquals("ada@world.example FAILED 5.1.1 -", Notices.reports(notice));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                " ",
                "\n",
                "<",
                "a@",
                "<a@b.example>:\n",
                "5.1.1.",
                "550 5.1.",
                "----- original message ",
                "Message-ID: <",
                "Message-ID:\n ",
                ">>> RCPT To:<a@b.example>\n<<< 550",
                "This message was created automatically by mail delivery software. SMTP error from remote server\n",
                "transcript of session follows the following addresses had delivery errors failure reasons\n  a@b\n",
                "Final-Recipient: \n",
                "\u00e4\u00f6\r"
            })
    void textOfOneKindIsReadInBounds(String word) {
        String text = word.repeat(4096 / word.length());

        assertNotNull(bounded(GeneratedMail.repeating("From: MAILER-DAEMON@mx\n\n", text, 256)));
        assertNotNull(bounded(GeneratedMail.repeating(REPORT, text, 256)));
        assertNotNull(bounded(GeneratedMail.repeating(REPORT + "Final-Recipient: ", text, 256)));
        assertNotNull(bounded(GeneratedMail.repeating(
                REPORT.replace("delivery-status", "feedback-report") + "Feedback-Type: abuse\nOriginal-Rcpt-To: ",
                text,
                256)));
    }

    @Test
    void htmlWithoutEndIsReadInBounds() {
        assertNotNull(bounded(GeneratedMail.repeating(
                "From: MAILER-DAEMON@mx\nContent-Type: text/html\n\n", "<div><b><table><tr><td>", 100_000)));
        assertNotNull(bounded(
                GeneratedMail.repeating("From: MAILER-DAEMON@mx\nContent-Type: text/html\n\n", "<p a='<p", 100_000)));
    }

    @Test
    void encodedWordsWithoutEndAreReadInBounds() {
        assertNotNull(bounded(GeneratedMail.repeating("From: ", "=?utf-8?q?=", 5_000)));
        assertNotNull(bounded(GeneratedMail.repeating("Subject: ", "=?x?b?AAAA?= ", 5_000)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void randomBytesAreSomethingOrOther(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            byte[] bytes = new byte[random.nextInt(4096)];
            random.nextBytes(bytes);
            assertNotNull(Notices.from(new ByteArrayInputStream(bytes)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "failed",
                "utf-8-recipient",
                "base64-status",
                "quoted-printable-status",
                "complaint",
                "receipt",
                "exchange-in-html",
                "qmail-in-windows-1252",
                "delay-worded-like-a-failure",
                "report-of-a-report"
            })
    void damagedMailsAreSomethingOrOther(String name) {
        byte[] sound = Notices.bytes(name);
        Random random = new Random(name.hashCode());
        for (int i = 0; i < 1_000; i++) {
            byte[] damaged = java.util.Arrays.copyOf(sound, random.nextInt(sound.length) + 1);
            for (int flips = random.nextInt(20); flips > 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            assertNotNull(Notices.from(new ByteArrayInputStream(damaged)));
        }
    }
}
