package com.sourceforgery.tachikoma.status;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sourceforgery.tachikoma.account.Caller;
import com.sourceforgery.tachikoma.account.Role;
import com.sourceforgery.tachikoma.mta.DeliveryNotification;
import java.io.IOException;
import java.util.Map;

/** Reads reports that have become dead letters. */
public final class KeptReports {
    private static final TypeReference<Map<String, Object>> ROW = new TypeReference<>() {};

    private final ObjectMapper json = new ObjectMapper();
    private final StatusReports reports;

    public KeptReports(StatusReports reports) {
        this.reports = reports;
    }

    /**
     * The row of {@code status-store.sql} that a dead letter of stage {@code status} was meant to be.
     *
     * @param letter row of {@code deadletter-take.sql}; its payload is a DeliveryNotification, or a row of {@code
     *     early_status} as JSON
     * @throws IllegalArgumentException when the report still cannot be used
     */
    public Map<String, Object> row(Map<String, Object> letter) throws IOException {
        byte[] payload = (byte[]) letter.get("payload");
        if (letter.get("payload_type").equals("application/json")) {
            return timed(json.readValue(payload, ROW));
        }
        DeliveryNotification report = DeliveryNotification.parseFrom(payload);
        if (!reports.isUsable(report)) {
            throw new IllegalArgumentException("The report still names no status, no recipient or no mail");
        }
        long accountId = ((Number) letter.get("account_id")).longValue();
        return reports.row(report, new Caller(0, accountId, Role.BACKEND, 0, null, null, null));
    }

    /** What {@code early_status} calls {@code received_at} is when it happened, as nearly as is known. */
    private static Map<String, Object> timed(Map<String, Object> early) {
        early.putIfAbsent("occurred_at", early.remove("received_at"));
        return early;
    }
}
