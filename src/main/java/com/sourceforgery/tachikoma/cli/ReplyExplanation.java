package com.sourceforgery.tachikoma.cli;

import com.sourceforgery.tachikoma.reply.Explanation;
import com.sourceforgery.tachikoma.reply.Judgement;
import java.io.PrintWriter;

/** Writes what a reply means and why, a line for each fact. */
final class ReplyExplanation {
    private final PrintWriter out;

    ReplyExplanation(PrintWriter out) {
        this.out = out;
    }

    void show(Explanation explanation) {
        show(explanation, explanation.judgement().blocks());
    }

    /** @param blocks whether it blocks the recipient, after all */
    void show(Explanation explanation, boolean blocks) {
        Judgement judgement = explanation.judgement();
        line(
                "class",
                judgement.replyClass()
                        + (blocks ? ", blocks the recipient" : "")
                        + (judgement.alarms() ? ", alarm" : ""));
        line("by", judgement.rule());
        line(
                "status",
                orNone(explanation.reported()) + " reported, " + orNone(explanation.enhancedInText()) + " in the text");
        line(
                "counts",
                orNone(explanation.effective())
                        + (explanation.sure() ? ", sure" : "")
                        + (explanation.temporary() ? ", temporary: blocks nobody" : ""));
        line("reply code", orNone(explanation.replyCode()));
        line("during", explanation.during());
        line("looked at", explanation.lookedAt());
        explanation
                .others()
                .forEach(other -> line("also matches", other.rule() + " (" + other.replyClass() + "): " + other.why()));
    }

    void line(String name, String value) {
        out.printf("%-13s %s%n", name, value);
    }

    void gap() {
        out.println();
    }

    static String orNone(String code) {
        return code.isEmpty() ? "none" : code;
    }
}
