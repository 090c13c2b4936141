package com.sourceforgery.tachikoma.reply;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A rule about the words of a reply.
 *
 * @param texts one of them has to be found; none: any text
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
                && (texts.isEmpty() || texts.stream().anyMatch(text -> CountedText.found(text, words.text())));
    }

    boolean overrules(String sureCode) {
        return over.stream().anyMatch(pattern -> pattern.matches(sureCode));
    }

    private static boolean fits(List<CodePattern> patterns, String code) {
        return patterns.isEmpty() || patterns.stream().anyMatch(pattern -> pattern.matches(code));
    }
}
