package com.sourceforgery.tachikoma.reply;

public record Reply(String status, String text) {}
