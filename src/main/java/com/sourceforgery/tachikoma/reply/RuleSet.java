package com.sourceforgery.tachikoma.reply;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rules as read, in their order, and which of them wins.
 *
 * @param statuses by enhanced code; the first that matches counts
 * @param replies by three-digit code; the first that matches counts
 * @param digits by the first digit
 */
record RuleSet(
        Map<String, ReplyClass> classes,
        List<TextRule> texts,
        List<CodeRule> statuses,
        List<CodeRule> replies,
        Map<Integer, ReplyClass> digits) {

    private static final ReplyClass NOTHING_KNOWN =
            new ReplyClass(ReplyClass.UNDETERMINED, "No rule knows it.", false, false);

    private record Outcome(ReplyClass replyClass, String rule) {}

    /** The words of a reply that was accepted are not looked at. */
    Judgement delivered() {
        ReplyClass delivered = classes.get(ReplyClass.DELIVERED);
        return new Judgement(delivered.name(), "digit 2", false, delivered.alarms());
    }

    Judgement judge(Words words) {
        if (words.delivered()) {
            return delivered();
        }
        Optional<CodeRule> code = status(words);
        Outcome outcome = texts.stream()
                .filter(rule -> loses(rule, words, code).isEmpty())
                .filter(rule -> rule.matches(words))
                .findFirst()
                .map(rule -> new Outcome(rule.replyClass(), rule.name()))
                .orElseGet(() -> byCodes(words, code));
        ReplyClass replyClass = outcome.replyClass();
        return new Judgement(
                replyClass.name(), outcome.rule(), replyClass.blocks() && words.mayBlock(), replyClass.alarms());
    }

    Explanation explain(Words words) {
        Judgement judgement = judge(words);
        Optional<CodeRule> code = status(words);
        List<Explanation.Other> others = new ArrayList<>();
        if (!words.delivered()) {
            texts.stream()
                    .filter(rule -> !rule.name().equals(judgement.rule()))
                    .filter(rule -> rule.matches(words))
                    .map(rule -> new Explanation.Other(
                            rule.name(),
                            rule.replyClass().name(),
                            loses(rule, words, code).orElse("it comes later in the file")))
                    .forEach(others::add);
        }
        return new Explanation(
                words.reported() == null ? "" : words.reported().toString(),
                words.replyCode(),
                words.inText() == null ? "" : words.inText().toString(),
                words.effectiveText(),
                code.map(CodeRule::sure).orElse(false),
                words.temporary(),
                words.during().word(),
                words.text(),
                judgement,
                List.copyOf(others));
    }

    /** Why a text rule does not count for a reply, whatever its texts. */
    private Optional<String> loses(TextRule rule, Words words, Optional<CodeRule> code) {
        boolean named = words.mayBlock() && rule.during().contains(words.during());
        if (!named && !allowed(rule.replyClass(), words)) {
            return Optional.of(
                    words.temporary()
                            ? "its class blocks, and the reply is temporary"
                            : "its class blocks, and a reply to "
                                    + words.during().word() + " tells nothing sure about the recipient");
        }
        if (code.isPresent() && code.get().sure() && !rule.overrules(words.effectiveText())) {
            return Optional.of("the code " + words.effectiveText() + " is sure, and the rule does not list it in over");
        }
        return Optional.empty();
    }

    private Outcome byCodes(Words words, Optional<CodeRule> code) {
        if (code.isPresent()) {
            return new Outcome(
                    code.get().replyClass(), "status " + code.get().pattern().text());
        }
        Optional<CodeRule> reply = first(replies, words.replyCode(), words);
        if (reply.isPresent()) {
            return new Outcome(
                    reply.get().replyClass(), "reply " + reply.get().pattern().text());
        }
        ReplyClass digit = digits.get(words.digit());
        return digit == null || !allowed(digit, words)
                ? new Outcome(classes.getOrDefault(ReplyClass.UNDETERMINED, NOTHING_KNOWN), "none")
                : new Outcome(digit, "digit " + words.digit());
    }

    /** What the enhanced code means; a class that blocks is passed over where nothing may block. */
    private Optional<CodeRule> status(Words words) {
        return first(statuses, words.effectiveText(), words);
    }

    private Optional<CodeRule> first(List<CodeRule> rules, String code, Words words) {
        return rules.stream()
                .filter(rule -> rule.pattern().matches(code))
                .filter(rule -> allowed(rule.replyClass(), words))
                .findFirst();
    }

    private boolean allowed(ReplyClass replyClass, Words words) {
        return !replyClass.blocks() || mayBlock(words);
    }

    /**
     * Who answers to the mail itself has accepted the recipient before: then words may be about anything, and only an
     * enhanced code that is sure counts against the address, or a rule that names this command.
     */
    private boolean mayBlock(Words words) {
        return words.mayBlock() && (words.during() != Command.DATA || isSureOfDeath(words));
    }

    private boolean isSureOfDeath(Words words) {
        return statuses.stream()
                .filter(rule -> rule.pattern().matches(words.effectiveText()))
                .findFirst()
                .filter(rule -> rule.sure() && rule.replyClass().blocks())
                .isPresent();
    }
}
