package com.sourceforgery.tachikoma.reply;

import java.util.List;

/**
 * How a judgement came about.
 *
 * @param reported enhanced code as reported, "" when none
 * @param replyCode three-digit code found in the text, "" when none
 * @param enhancedInText enhanced code found in the text, "" when none
 * @param effective the enhanced code that counted, "" when none
 * @param sure whether that code is believed, so that only text rules that list it in {@code over} may overrule it
 * @param temporary whether any of the codes is of class 4, so that nothing is blocked
 * @param during the SMTP command that was answered: connect, helo, mail, rcpt, data or unknown
 * @param lookedAt the text as regular expressions see it: without frame and codes, addresses as {@code @}
 * @param judgement the outcome
 * @param others text rules that matched as well
 */
public record Explanation(
        String reported,
        String replyCode,
        String enhancedInText,
        String effective,
        boolean sure,
        boolean temporary,
        String during,
        String lookedAt,
        Judgement judgement,
        List<Other> others) {

    /**
     * A text rule that matched and did not win.
     *
     * @param why one clause
     */
    public record Other(String rule, String replyClass, String why) {}
}
