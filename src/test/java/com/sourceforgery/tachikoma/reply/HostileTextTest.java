package com.sourceforgery.tachikoma.reply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes from the network is judged, whatever it is, in a bounded number of steps. */
class HostileTextTest {
    private final ReplyRules rules = ReplyRules.packaged();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "@",
                "user ",
                "a@",
                "550-",
                "5.1.1 ",
                "(in reply to ",
                "\u0000",
                "\uD800",
                " ",
                "((",
                "x@y ",
                "550 5.1.1"
            })
    void anyTextIsJudged(String piece) {
        assertNotNull(rules.judge(new Reply(piece, piece.repeat(100_000))).replyClass());
        assertNotNull(rules.explain(new Reply("", piece)).judgement());
    }

    @Test
    void nothingIsJudgedToo() {
        assertEquals("undetermined", rules.judge(new Reply(null, null)).replyClass());
        assertEquals("undetermined", rules.judge(new Reply("", "")).replyClass());
    }

    @Test
    void whatComesAfterTwoThousandCharactersIsNotLookedAt() {
        String start = "550 " + "x ".repeat(998);
        assertEquals(2_000, start.length());
        assertFalse(rules.judge(new Reply("", start + "user unknown")).blocks());
        assertTrue(rules.judge(new Reply("", "550 user unknown " + start)).blocks());
    }

    @Test
    void aRepetitionWithinARepetitionEnds() {
        ReplyRules nested = RulesOf.texts("""
                - name: nested
                  class: reputation
                  text: "(a+)+b"
                  examples: [550 aab]
                """);
        assertEquals("none", nested.judge(new Reply("", "a".repeat(2_000))).rule());
        assertEquals(
                "nested", nested.judge(new Reply("", "a".repeat(1_999) + "b")).rule());
    }
}
