package com.sourceforgery.tachikoma.hit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

/** What browsers are shown. */
final class Pages {
    private static final Map<String, String> SAFE = Map.of(
            "x-content-type-options", "nosniff",
            "x-frame-options", "DENY",
            "referrer-policy", "no-referrer",
            "cache-control", "no-store");

    private Pages() {}

    /** An answer that no other site can misuse, and that sets no cookie. */
    static void assertSafe(HttpResponse<?> answer) {
        SAFE.forEach(
                (name, value) -> assertEquals(List.of(value), answer.headers().allValues(name), name));
        String policy = answer.headers().firstValue("content-security-policy").orElseThrow();
        assertTrue(policy.startsWith("default-src 'none'; ") && policy.contains("frame-ancestors 'none'"), policy);
        assertEquals(List.of(), answer.headers().allValues("set-cookie"));
    }

    /** A safe page in a language, with nothing from elsewhere. */
    static void assertPage(int status, String language, String title, HttpResponse<String> answer) {
        assertEquals(status, answer.statusCode());
        assertSafe(answer);
        String page = answer.body();
        assertTrue(page.contains("<html lang=\"" + language + "\">"), page);
        assertTrue(page.contains("<title>" + title + "</title>"), page);
        assertTrue(page.contains("<h1>" + title + "</h1>"), page);
        assertFalse(page.contains("src=") || page.contains("href=") || page.contains("@import"), page);
        assertEquals(
                "text/html; charset=utf-8",
                answer.headers().firstValue("content-type").orElseThrow());
        assertEquals(language, answer.headers().firstValue("content-language").orElseThrow());
    }
}
