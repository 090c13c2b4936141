package com.sourceforgery.tachikoma.links;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LinkBaseTest {
    @Test
    void onlyTheHostIsReplaced() {
        assertEquals("https://mail.example.com/", LinkBase.withHost("https://mail.example.com/", ""));
        assertEquals("https://t.example.com/", LinkBase.withHost("https://mail.example.com/", "t.example.com"));
        assertEquals("http://t.example.com:8070/a/", LinkBase.withHost("http://localhost:8070/a/", "t.example.com"));
        assertEquals("http://t.example.com:80/", LinkBase.withHost("http://localhost:8070/", "T.example.com:80"));
    }
}
