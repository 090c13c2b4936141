package com.sourceforgery.tachikoma.reply;

/**
 * One of the meanings that replies are sorted into.
 *
 * @param name kebab-case, such as {@code dead-address}
 * @param meaning one sentence
 * @param blocks whether a permanent reply of this class blocks the recipient
 * @param alarms whether an operator should look into it
 */
public record ReplyClass(String name, String meaning, boolean blocks, boolean alarms) {
    /** Every reply of class 2. */
    static final String DELIVERED = "delivered";

    /** What no rule knows. */
    static final String UNDETERMINED = "undetermined";
}
