package com.sourceforgery.tachikoma.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Reports that have become dead letters, read again. */
class KeptReportsTest {
    private final KeptReports reports = new KeptReports(new StatusReports(Clock.systemUTC()));

    @Test
    void anEarlyReportThatIsToldAgainHappenedWhenItWasReceived() throws Exception {
        String early = "{\"queue_id\":\"Q1\",\"received_at\":\"2026-05-01T08:00:00+00:00\"}";
        Map<String, Object> row = reports.row(Map.of(
                "payload",
                early.getBytes(StandardCharsets.UTF_8),
                "payload_type",
                "application/json",
                "account_id",
                1L));
        assertEquals("2026-05-01T08:00:00+00:00", row.get("occurred_at"));
        assertFalse(row.containsKey("received_at"));
    }
}
