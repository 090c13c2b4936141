package com.sourceforgery.tachikoma.hit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of a request only a few parts count, and each of them can be stored. */
class VisitsTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05.123456789Z"), ZoneOffset.UTC);

    private final Visits visits = new Visits(CLOCK, Optional.empty());

    private static Map<String, Object> headers(Object... namesAndValues) {
        Map<String, Object> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("CamelHttpMethod", "POST");
        headers.put("CamelVertxPlatformHttpRemoteAddress", "192.0.2.1:50000");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return headers;
    }

    @Test
    void eachRequestHasAnIdOfItsOwnAndATimeThatTheDatabaseKeeps() {
        Visit visit = visits.read(headers(), null);

        assertEquals("2026-01-02T03:04:05.123456Z", visit.receivedAt());
        assertNotEquals(visit.id(), visits.read(headers(), null).id());
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.1:50000,192.0.2.1", "[2001:db8::1]:443,2001:db8::1", "'',''"})
    void withoutAProxyTheConnectionTellsTheAddress(String connection, String address) {
        assertEquals(
                address,
                visits.read(headers("CamelVertxPlatformHttpRemoteAddress", connection), null)
                        .address());
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.9,203.0.113.9",
        "'10.0.0.1, 203.0.113.9 ',203.0.113.9",
        "'',192.0.2.1",
        "'10.0.0.1,',192.0.2.1"
    })
    void behindAProxyTheLastAddressOfItsHeaderCounts(String header, String address) {
        Visits behind = new Visits(CLOCK, Optional.of("X-Real-IP"));

        assertEquals(address, behind.read(headers("x-real-ip", header), null).address());
    }

    @Test
    void whatTheDatabaseDoesNotTakeIsLeftOut() {
        Visit visit = visits.read(
                headers("User-Agent", "a\0b\ud800c" + "x".repeat(5_000)),
                Map.of("text", "\0\ud83d\ude00".repeat(3_000)));

        assertEquals("abc", visit.agent().substring(0, 3));
        assertTrue(visit.agent().length() <= Visits.MAX_AGENT);
        assertEquals("\ud83d\ude00".repeat(2_000), visit.form().get("text"));
    }

    @Test
    void ofSeveralHeadersOrFieldsTheLastCounts() {
        Visit visit = visits.read(
                headers("User-Agent", List.of("first", "last")),
                Map.of("List-Unsubscribe", List.of("No", "one-click")));

        assertEquals("last", visit.agent());
        assertTrue(visit.isOneClick());
    }

    @Test
    void onlyAPostWants() {
        Map<String, Object> form = Map.of("List-Unsubscribe", "One-Click", "confirmed", "yes");

        assertTrue(visits.read(headers(), form).isConfirmed());
        Visit looking = visits.read(headers("CamelHttpMethod", "GET"), form);
        assertFalse(looking.isOneClick() || looking.isConfirmed() || looking.isPost());
        assertFalse(visits.read(headers(), "List-Unsubscribe=One-Click").isOneClick());
    }
}
