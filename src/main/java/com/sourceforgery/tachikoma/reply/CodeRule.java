package com.sourceforgery.tachikoma.reply;

/**
 * What a code alone means.
 *
 * @param sure whether the code is believed whatever the text says
 * @param line where it is in the file
 */
record CodeRule(CodePattern pattern, ReplyClass replyClass, boolean sure, int line) {}
