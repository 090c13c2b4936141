package com.sourceforgery.tachikoma.bounce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.bounce.Notice.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A bounce without a machine-readable part is read by its wording, and only if it is a bounce. */
class WordingTest {
    private static final String QMAIL = """
            Hi. This is the qmail-send program at mx.world.example.

            <ada@world.example>:
            Sorry, no mailbox here by that name. (#5.1.1)
            """;

    @Test
    void anUnknownCharsetIsReadAsThatOfWindows() {
        Notice notice = Notices.of("qmail-in-windows-1252");

        assertEquals("qmail", notice.format());
        assertEquals("ada@world.example FAILED 5.1.1 Keine Äda hier. (#5.1.1)", Notices.reports(notice));
        assertEquals("order-1@example.com", notice.messageId());
    }

    @Test
    void htmlIsReadWhereThereIsNoText() {
        Notice notice = Notices.of("exchange-in-html");

        assertEquals("exchange", notice.format());
        assertEquals(
                "ada@world.example FAILED 5.1.1 #550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##",
                Notices.reports(notice));
    }

    @Test
    void aNoticeThatGoesOnTryingIsADelayWhateverItIsOtherwiseWordedLike() {
        assertTrue(Notices.reports(Notices.of("delay-worded-like-a-failure"))
                .startsWith("ada@world.example DELAYED - connect to in.world.example"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<>", "MAILER-DAEMON", "mailer-daemon@mx.world.example"})
    void aSenderToWhomNobodyCanAnswerMakesItANotice(String envelopeSender) {
        String mail = "From: relay@world.example\nSubject: Sorry\n\n" + QMAIL;

        assertEquals(Kind.DELIVERY_STATUS, Notices.from(envelopeSender, mail).kind());
    }

    @Test
    void aPersonsMailWithTheSameWordsIsNone() {
        assertEquals(
                Kind.UNRELATED,
                Notices.from("ada@world.example", "From: ada@world.example\nSubject: Sorry\n\n" + QMAIL)
                        .kind());
        assertEquals(
                Kind.UNRELATED,
                Notices.from(
                                "postmaster@world.example",
                                "From: postmaster@world.example\nSubject: Re: Sorry\n\nWe mend it.\n\n" + QMAIL)
                        .kind());
        assertEquals(Kind.UNRELATED, Notices.of("answer-that-quotes").kind());
        assertEquals(Kind.UNRELATED, Notices.of("answer").kind());
    }

    @Test
    void whatStandsInTheReturnedMailIsNotReported() {
        Notice notice = Notices.from(
                "",
                "From: MAILER-DAEMON@mx\nSubject: failure notice\n\n" + QMAIL
                        + "\n--- Below this line is a copy of the message.\n\nFrom: a@example.com\n\n"
                        + QMAIL.replace("ada", "bob"));

        assertEquals(1, notice.reports().size());
    }
}
