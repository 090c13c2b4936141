package com.sourceforgery.tachikoma.bounce;

public enum Action {
    FAILED,
    DELAYED,
    DELIVERED,
    RELAYED,
    EXPANDED
}
