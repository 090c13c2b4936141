package com.sourceforgery.tachikoma.accept;

import static com.sourceforgery.tachikoma.accept.Validation.assertAccepted;
import static com.sourceforgery.tachikoma.accept.Validation.assertInvalid;
import static com.sourceforgery.tachikoma.accept.Validation.refusal;
import static com.sourceforgery.tachikoma.accept.Validation.valid;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadersTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "From",
                "from",
                "Sender",
                "To",
                "CC",
                "Bcc",
                "Date",
                "Subject",
                "Reply-To",
                "Message-ID",
                "message-id",
                "Return-Path",
                "Received",
                "Resent-From",
                "RESENT-Message-ID",
                "DKIM-Signature",
                "List-Unsubscribe",
                "list-unsubscribe-post",
                "Content-Type",
                "Content-Anything",
                "MIME-Version",
                "X-Report-Abuse",
                "X-Tachikoma-User",
                "x-tachikoma-else",
            })
    void headersOfIdentityRoutingAndMimeAreTheServers(String name) {
        assertInvalid(valid().putHeaders(name, "x"), "headers[" + name + "]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "X Note", "X:Note", "X-Nöte", "X-Note ", "From ", "From:", ".Hidden", "X-\u007f", "X-\0"
            })
    void aHeaderNameIsPrintableAsciiWithoutColonOrBlank(String name) {
        assertEquals(1, refusal(valid().putHeaders(name, "x")).violations().size());
    }

    @Test
    void aNameOfManyLinesIsShownAsOne() {
        String message = refusal(valid().putHeaders("X\r\nBcc: evil" + "x".repeat(100), "x"))
                .getMessage();

        assertFalse(message.contains("\n") || message.contains("\r"));
    }

    @Test
    void aHeaderStandsOnce() {
        assertEquals(
                1,
                refusal(valid().putHeaders("X-Note", "a").putHeaders("x-note", "b"))
                        .violations()
                        .size());
    }

    @Test
    void otherHeadersAreTheClients() {
        assertAccepted(valid().putHeaders("In-Reply-To", "<1@example.org>")
                .putHeaders("References", "<1@example.org> <2@example.org>")
                .putHeaders("List-Id", "News <news.example.com>")
                .putHeaders("Precedence", "bulk")
                .putHeaders("X-Priority", "1")
                .putHeaders("Importance", "high\tor so")
                .putHeaders("X-Empty", "")
                .putHeaders("X-Greeting", "Grüße"));
    }
}
