package com.sourceforgery.tachikoma.reply;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Set;

/**
 * A rule about the words of a reply.
 *
 * @param texts one of them has to be found; none: any text
 * @param unless none of them may be found
 * @param statuses effective codes it is about; none: any, or no code at all
 * @param replyCodes three-digit codes it is about; none: any, or no code at all
 * @param during commands it is about; none: any
 * @param over sure codes that it may overrule
 * @param line where it is in the file
 */
record TextRule(
        String name,
        ReplyClass replyClass,
        List<Pattern> texts,
        List<Pattern> unless,
        List<CodePattern> statuses,
        List<CodePattern> replyCodes,
        Set<Command> during,
        List<CodePattern> over,
        List<Example> examples,
        int line) {

    /** A reply of which exactly this rule has to win. */
    record Example(String text, int line) {}

    boolean matches(Words words) {
        return (during.isEmpty() || during.contains(words.during()))
                && fits(statuses, words.effectiveText())
                && fits(replyCodes, words.replyCode())
                && (texts.isEmpty() || isFound(texts, words))
                && !isFound(unless, words);
    }

    private static boolean isFound(List<Pattern> expressions, Words words) {
        return expressions.stream()
                .anyMatch(expression -> expression.matcher(words.text()).find());
    }

    boolean overrules(String sureCode) {
        return over.stream().anyMatch(pattern -> pattern.matches(sureCode));
    }

    private static boolean fits(List<CodePattern> patterns, String code) {
        return patterns.isEmpty() || patterns.stream().anyMatch(pattern -> pattern.matches(code));
    }
}
