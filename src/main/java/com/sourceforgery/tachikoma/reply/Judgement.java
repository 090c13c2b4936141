package com.sourceforgery.tachikoma.reply;

public record Judgement(String replyClass, String rule, boolean blocks, boolean alarms) {}
