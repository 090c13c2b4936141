package com.sourceforgery.tachikoma.reply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the rules say: what may succeed later, and what was said before the recipient was named, blocks nobody. */
class NeverBlocksTest {
    private final ReplyRules rules = RulesOf.texts("""
            - name: everything-is-dead
              class: dead-address
              over: ["*.*.*"]
              text: ".*"
              examples: [550 dead]
            """);

    @Test
    void aPermanentReplyDoes() {
        assertTrue(rules.judge(new Reply("5.1.1", "550 5.1.1 gone (in reply to RCPT TO command)"))
                .blocks());
        assertTrue(rules.judge(new Reply("", "550 gone")).blocks());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "4.1.1|450 4.1.1 gone",
                "4.0.0|550 gone",
                "5.1.1|450 gone",
                "5.0.0|450 4.1.1 gone",
                "5.1.1|550 4.1.1 gone",
                "''|450 gone",
                "''|4.1.1 gone"
            })
    void aTemporaryReplyDoesNot(String status, String text) {
        Judgement judgement = rules.judge(new Reply(status, text));
        assertFalse(judgement.blocks());
        assertEquals("transient", judgement.replyClass());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host mx[192.0.2.1] refused to talk to me: 550 5.1.1 gone",
                "host mx[192.0.2.1] said: 550 5.1.1 gone (in reply to EHLO command)",
                "host mx[192.0.2.1] said: 550 5.1.1 gone (in reply to HELO command)",
                "host mx[192.0.2.1] said: 550 5.1.1 gone (in reply to MAIL FROM command)",
                "lost connection with mx[192.0.2.1] while performing the HELO handshake",
                "connect to mx[192.0.2.1]:25: gone",
                "SMTP error from remote mail server after MAIL FROM:<news@example.com>: host mx [192.0.2.1]: 550 gone"
            })
    void aReplyBeforeTheRecipientWasNamedDoesNot(String text) {
        assertFalse(rules.judge(new Reply("5.1.1", text)).blocks());
    }

    @Test
    void aVeryLongReplyToMailFromDoesNotEither() {
        String text = "host mx[192.0.2.1] said: 550 5.1.1 " + "gone ".repeat(5_000) + "(in reply to MAIL FROM command)";
        assertFalse(rules.judge(new Reply("5.1.1", text)).blocks());
    }

    @Test
    void anAnswerToTheLastCommandCountsWhenRepliesAreWithinReplies() {
        String text =
                "host mx[192.0.2.1] said: 550 5.1.1 host b[192.0.2.2] said: 550 no (in reply to MAIL FROM command)"
                        + " (in reply to RCPT TO command)";
        assertTrue(rules.judge(new Reply("5.1.1", text)).blocks());
    }
}
