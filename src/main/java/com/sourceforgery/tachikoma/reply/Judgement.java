package com.sourceforgery.tachikoma.reply;

/**
 * What a reply means.
 *
 * @param replyClass name of a {@link ReplyClass}
 * @param rule what gave it: the name of a text rule, or {@code status 5.1.1}, {@code reply 552}, {@code digit 5}, {@code none}
 * @param blocks whether nothing may be sent to the recipient any more; never for a reply of class 4
 * @param alarms whether an operator should hear of it, since it is about us and not about the recipient
 */
public record Judgement(String replyClass, String rule, boolean blocks, boolean alarms) {}
