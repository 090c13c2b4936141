package com.sourceforgery.tachikoma.reply;

/**
 * One of the meanings that replies are sorted into.
 *
 * @param name kebab-case, such as {@code dead-address}
 * @param meaning one sentence
 * @param blocks whether a permanent reply of this class blocks the recipient
 * @param alarms whether an operator should look into it
 * @param retried whether a later attempt may succeed although nobody changes anything; Postfix makes it for 4.x.x, whoever
 *     sends the next mail makes it for 5.x.x
 */
public record ReplyClass(String name, String meaning, boolean blocks, boolean alarms, boolean retried) {
    /** Every reply of class 2. */
    static final String DELIVERED = "delivered";

    /** What no rule knows. */
    static final String UNDETERMINED = "undetermined";
}
