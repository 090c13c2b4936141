package com.sourceforgery.tachikoma.reply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The enhanced code first, text rules where it says little or lies, then the three-digit code, then its first digit. */
class PrecedenceTest {
    private static final String TEXTS = """
            - name: first
              class: reputation
              over: [5.1.1]
              text: blocked
              examples: [550 You are blocked]
            - name: second
              class: dead-address
              text: [nobody, blocked here]
              examples: [550 nobody here]
            """;

    private final ReplyRules rules = RulesOf.texts(TEXTS);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "5.1.1|550 5.1.1 he left|status 5.1.1",
                "5.1.1|550 5.1.1 he is blocked|first",
                "5.7.1|554 5.7.1 nobody of that name|second",
                "5.7.1|554 5.7.1 something|status 5.7.*",
                "5.0.0|550 blocked here by nobody|first",
                "5.0.0|553 something|reply 553",
                "5.0.0|550 something|digit 5",
                "''|something|none",
            })
    void theWinnerIs(String status, String text, String rule) {
        assertEquals(rule, rules.judge(new Reply(status, text)).rule());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|550 5.1.1 gone|5.1.1",
                "5.0.0|550 5.1.1 gone|5.1.1",
                "5.1.0|550 5.1.1 gone|5.1.1",
                "5.1.0|550-'5.7.1 gone'|5.7.1",
                "5.1.1|550 5.7.1 gone|5.1.1",
                "5.7.1|550 5.7.0 gone|5.7.1",
                "4.0.0|554 5.7.1 go|4.7.1",
                "5.1.1 (bad address)|gone|5.1.1",
                "''|550 sorry (#5.1.1)|5.1.1",
                "''|550 #5.1.0 Address rejected|5.1.0",
                "5.0.0|550 Exim 4.94.2 at 10.5.1.1 says no|5.0.0",
                "''|5.1.0 - Unknown address error 550-'5.7.0 user access deny.'|5.7.0",
            })
    void theCodeThatCountsIsTheReportedOneUnlessTheTextHasOneThatSaysMore(String status, String text, String counts) {
        assertEquals(counts, rules.explain(new Reply(status, text)).effective());
    }

    @Test
    void aReplyOfSeveralLinesIsOneSentence() {
        Explanation explanation = rules.explain(new Reply(
                "", "host mx[192.0.2.1] said: 550-5.7.1 There is no\n 550-5.7.1 body, call 550 numbers 550 5.7.1 now"));

        assertEquals("There is no body, call 550 numbers now", explanation.lookedAt());
        assertEquals("550", explanation.replyCode());
    }

    @Test
    void addressesSayNothing() {
        Explanation explanation =
                rules.explain(new Reply("", "550 <nobody+blocked@nobody.example> and blocked@x.example"));

        assertEquals("<@> and @", explanation.lookedAt());
        assertEquals("digit 5", explanation.judgement().rule());
    }

    @Test
    void dotsThatJoinAnAddressToAWordAreOfNeither() {
        assertEquals(
                "@...User unknown",
                rules.explain(new Reply("", "550 ada@example.org...User unknown"))
                        .lookedAt());
        assertEquals(
                "it is not allowed.@",
                rules.explain(new Reply("", "550 it is not allowed...ada@example.org"))
                        .lookedAt());
        assertEquals(
                "<@> and @ are unknown",
                rules.explain(new Reply("", "550 <ada.@example.org> and b..c@[192.0.2.1 are unknown"))
                        .lookedAt());
    }

    @Test
    void theExplanationNamesWhatElseMatchesAndWhyItLost() {
        Explanation first = rules.explain(new Reply("", "550 blocked here"));
        assertEquals(
                "[Other[rule=second, replyClass=dead-address, why=it comes later in the file]]",
                first.others().toString());

        Explanation sure = rules.explain(new Reply("5.1.1", "550 5.1.1 nobody"));
        assertTrue(sure.sure());
        assertTrue(sure.others().get(0).why().contains("is sure"), sure.toString());
    }

    @Test
    void whatWasDeliveredIsNotReadAnyFurther() {
        assertEquals(
                new Judgement("delivered", "digit 2", false, false),
                rules.judge(new Reply("2.0.0", "250 nobody is blocked here")));
        assertEquals("delivered", rules.judge(new Reply("", "250 Ok")).replyClass());
    }
}
