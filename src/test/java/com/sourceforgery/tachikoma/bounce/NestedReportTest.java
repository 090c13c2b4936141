package com.sourceforgery.tachikoma.bounce;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sourceforgery.tachikoma.bounce.Notice.Kind;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A report that somebody returns or forwards is not what the mail itself reports. */
class NestedReportTest {
    @Test
    void aReportInsideTheReturnedMailIsNone() {
        Notice notice = Notices.of("report-within-returned-mail");

        assertEquals(Kind.UNREADABLE, notice.kind());
        assertEquals("The delivery report names no recipient of whom it says what happened.", notice.fault());
    }

    @Test
    void aReportThatAPersonForwardsIsNone() {
        assertEquals(Kind.UNRELATED, Notices.of("report-within-forwarded-mail").kind());
        assertEquals(Kind.UNRELATED, Notices.of("forwarded-by-a-person").kind());
    }

    @Test
    void ofAReportAboutAReportTheOuterOneCounts() {
        Notice notice = Notices.of("report-of-a-report");

        assertEquals(
                "postmaster@world.example", notice.reports().get(0).addresses().get(0));
        assertEquals(1, notice.reports().size());
        assertEquals("report-1@mx.world.example", notice.messageId());
    }

    @Test
    void theCopyOfAReportBelowABounceInTextIsNone() {
        String bounce = """
                From: MAILER-DAEMON@mx.world.example
                Subject: failure notice

                Alas.

                --- Below this line is a copy of the message.

                Return-Path: <shop@example.com>
                From: shop@example.com

                """;
        Notice notice = Notices.from("", bounce + new String(Notices.bytes("flat"), StandardCharsets.UTF_8));

        assertEquals(Kind.UNREADABLE, notice.kind());
    }

    @Test
    void aNoticeThatAServerPassesOnAsTextIsRead() {
        String mail = """
                From: MAILER-DAEMON@relay.world.example
                Subject: Undelivered Mail Returned to Sender

                What follows came in.

                Return-Path: <>
                """;
        Notice notice = Notices.from(null, mail + new String(Notices.bytes("failed"), StandardCharsets.UTF_8));

        assertEquals("ada@world.example", notice.reports().get(0).addresses().get(0));
        assertEquals("order-1@example.com", notice.messageId());
    }
}
