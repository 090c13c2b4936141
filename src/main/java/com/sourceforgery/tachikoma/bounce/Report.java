package com.sourceforgery.tachikoma.bounce;

import java.util.List;

public record Report(List<String> addresses, Action action, String status, String text) {}
