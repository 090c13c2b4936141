package com.sourceforgery.tachikoma.bounce;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sourceforgery.tachikoma.bounce.Notice.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer that a program has written (RFC 3834 §5) says nothing about delivery. */
class AutoReplyTest {
    private static Notice with(String sender, String fields) {
        return Notices.from(sender, "From: Ada <ada@world.example>\n" + fields + "\n\nI am not here.\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Subject: Re: Hello\nAuto-Submitted: auto-replied",
                "Subject: Re: Hello\nauto-submitted: Auto-Generated (rejected)",
                "Subject: Re: Hello\nAuto-Submitted: auto-replied; owner-email=\"ada@world.example\"",
                "Subject: Re: Hello\nAuto-Submitted: nonsense"
            })
    void aMailThatSaysSoIsAnAutomaticAnswer(String fields) {
        Notice notice = with("ada@world.example", fields);

        assertEquals(Kind.AUTO_REPLY, notice.kind());
        assertEquals("rfc3834", notice.format());
    }

    @ParameterizedTest
    @ValueSource(strings = {"no", "No (by hand)", " "})
    void aMailThatSaysNoIsAPersons(String value) {
        assertEquals(
                Kind.UNRELATED,
                with("ada@world.example", "Subject: Re: Hello\nAuto-Submitted: " + value)
                        .kind());
    }

    @ParameterizedTest
    @CsvSource({
        "Out of office: back on Monday",
        "Automatische Antwort: Hallo",
        "Réponse automatique : Bonjour",
        "=?iso-8859-1?Q?Fr=E5nvaro?=",
        "=?utf-8?B?6Ieq5YuV5b+c562U?="
    })
    void aSubjectCountsOnlyWithoutSenderOrInBulk(String subject) {
        assertEquals(Kind.AUTO_REPLY, with("", "Subject: " + subject).kind());
        assertEquals(
                Kind.AUTO_REPLY,
                with("ada@world.example", "Precedence: bulk\nSubject: " + subject)
                        .kind());
        assertEquals(
                Kind.UNRELATED, with("ada@world.example", "Subject: " + subject).kind());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From: Ada <ada@world.example>\nSubject: Out of office\nAuto-Submitted: auto-replied",
                "From: Ada <ada@world.example>\nSubject: Undeliverable: Out of office\nAuto-Submitted: auto-generated",
                "From: Postmaster <postmaster@world.example>\nSubject: Re: Hello\nAuto-Submitted: auto-replied"
            })
    void fieldsOfAReportThatAnAutomaticAnswerQuotesAreNotItsOwn(String fields) {
        Notice notice = Notices.from("", fields + """


                I am away. The last thing that I got was

                Reporting-MTA: dns; mx.world.example

                Final-Recipient: rfc822; ada@world.example
                Action: failed
                Status: 5.1.1
                """);

        assertEquals("", Notices.reports(notice));
    }

    @Test
    void aChallengeIsToldApart() {
        Notice notice = Notices.from(
                "",
                "From: Ada <ada@world.example>\nSubject: Please confirm your message\nAuto-Submitted: auto-replied\n\n"
                        + "Click here to prove\nthat you are human.\n");

        assertEquals(Kind.CHALLENGE, notice.kind());
        assertEquals("challenge", notice.format());
    }
}
