package com.sourceforgery.tachikoma.reply;

import com.sourceforgery.tachikoma.rule.RuleNodes;
import java.util.List;

/** Proves of rules that are well-formed that each of them can win, and that none blocks what it may not. */
final class RuleCheck {
    private final RuleSet rules;
    private final RuleNodes nodes;

    RuleCheck(RuleSet rules, RuleNodes nodes) {
        this.rules = rules;
        this.nodes = nodes;
    }

    /** Examples are proved only where everything could be read: a rule that is missing would fail those of others. */
    void run() {
        if (nodes.areSound()) {
            rules.texts().forEach(this::checkExamples);
        }
        checkCodes(rules.statuses());
        checkCodes(rules.replies());
    }

    private void checkExamples(TextRule rule) {
        for (TextRule.Example example : rule.examples()) {
            Words words = Words.of(new Reply("", example.text()));
            Judgement judgement = rules.judge(words);
            if (!judgement.rule().equals(rule.name())) {
                nodes.fault(
                        example.line(),
                        "The rule '" + rule.name() + "' does not win its example '" + example.text() + "': "
                                + (rule.matches(words) ? "it matches, but " : "it does not match, and ")
                                + "'" + judgement.rule() + "' gives " + judgement.replyClass() + ".");
            }
        }
    }

    private void checkCodes(List<CodeRule> codes) {
        for (CodeRule code : codes) {
            if (code.replyClass().blocks() && !code.pattern().permanentOnly()) {
                nodes.fault(
                        code.line(),
                        "The code " + code.pattern().text() + " gives '"
                                + code.replyClass().name()
                                + "', which blocks: only codes that begin with 5 may.");
            }
            String sample = code.pattern().sample();
            codes.stream()
                    .takeWhile(earlier -> earlier != code)
                    .filter(earlier -> earlier.pattern().matches(sample))
                    .findFirst()
                    .ifPresent(earlier -> nodes.fault(
                            code.line(),
                            "The code " + code.pattern().text() + " never counts: "
                                    + earlier.pattern().text() + " in line " + earlier.line() + " comes first."));
        }
    }
}
