package com.sourceforgery.tachikoma.reply;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Proves of rules that are well-formed that each of them can win, that none blocks what it may not, and that all end. */
final class RuleCheck {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");
    private static final String BLANK_AND_MORE = " .-_,;:<>()[]/#@0a";

    private final RuleSet rules;
    private final YamlFaults faults;

    RuleCheck(RuleSet rules, YamlFaults faults) {
        this.rules = rules;
        this.faults = faults;
    }

    /** Examples are proved only where everything could be read: a rule that is missing would fail those of others. */
    void run() {
        if (faults.inOrder().isEmpty()) {
            rules.texts().forEach(this::checkExamples);
        }
        checkCodes(rules.statuses());
        checkCodes(rules.replies());
    }

    /** Proves that no regular expression takes long, whatever the text. */
    void tryExpressions() {
        rules.texts().forEach(this::tryExpressions);
    }

    private void checkExamples(TextRule rule) {
        for (TextRule.Example example : rule.examples()) {
            Words words = Words.of(new Reply("", example.text()));
            Judgement judgement = rules.judge(words);
            if (!judgement.rule().equals(rule.name())) {
                faults.add(
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
                faults.add(
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
                    .ifPresent(earlier -> faults.add(
                            code.line(),
                            "The code " + code.pattern().text() + " never counts: "
                                    + earlier.pattern().text() + " in line " + earlier.line() + " comes first."));
        }
    }

    private void tryExpressions(TextRule rule) {
        for (Pattern pattern : rule.texts()) {
            hostile(pattern.pattern()).stream()
                    .filter(text -> !CountedText.ends(pattern, text))
                    .findFirst()
                    .ifPresent(text -> faults.add(
                            rule.line(),
                            "The rule '" + rule.name() + "' has '" + pattern.pattern()
                                    + "', which takes too long on a text such as '" + text.substring(0, 20)
                                    + "…': a repetition within a repetition, or several '.*'."));
        }
    }

    /** Long texts that almost match: its words and signs again and again, with an end that does not fit. */
    private static Set<String> hostile(String regex) {
        List<String> pieces = new ArrayList<>();
        BLANK_AND_MORE.chars().forEach(sign -> pieces.add(Character.toString(sign)));
        Matcher word = WORD.matcher(regex);
        StringBuilder all = new StringBuilder();
        while (word.find()) {
            pieces.add(word.group());
            pieces.add(word.group() + " ");
            all.append(word.group()).append(' ');
        }
        regex.chars().filter(Character::isLetterOrDigit).forEach(sign -> pieces.add(Character.toString(sign)));
        pieces.add(all.append('.').toString());
        Set<String> texts = new LinkedHashSet<>();
        for (String piece : pieces) {
            String text = piece.repeat(Words.LOOKED_AT / piece.length() + 1).substring(0, Words.LOOKED_AT - 1);
            texts.add(text + '!');
            texts.add(text + '\u0001');
        }
        return texts;
    }
}
