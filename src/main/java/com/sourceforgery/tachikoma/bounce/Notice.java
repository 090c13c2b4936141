package com.sourceforgery.tachikoma.bounce;

import java.util.List;

public record Notice(
        Kind kind, List<Report> reports, String feedbackType, String messageId, String format, String fault) {
    public enum Kind {
        DELIVERY_STATUS,
        COMPLAINT,
        RECEIPT,
        AUTO_REPLY,
        CHALLENGE,
        UNREADABLE,
        UNRELATED
    }
}
