package com.sourceforgery.tachikoma.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import com.sourceforgery.tachikoma.mta.DeliveryNotification;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes dead letters: for people as a table or whole, for programs as JSON. */
final class LetterReport {
    private static final int CAUSE_WIDTH = 70;

    private final PrintWriter out;
    private final ObjectMapper mapper = new ObjectMapper();

    LetterReport(PrintWriter out) {
        this.out = out;
    }

    void table(List<Map<String, Object>> letters) {
        TextTable table = new TextTable("ID", "TIME", "DOMAIN", "STAGE", "RETRY", "CAUSE");
        letters.forEach(letter -> table.row(
                text(letter, "id"),
                ((Timestamp) letter.get("occurred_at"))
                        .toInstant()
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString(),
                text(letter, "mail_domain"),
                text(letter, "stage"),
                retry(letter),
                TextTable.cut(text(letter, "cause"), CAUSE_WIDTH)));
        out.print(table);
        out.flush();
    }

    void whole(Map<String, Object> letter) {
        letter.forEach((column, value) -> {
            if (value != null && !column.equals("payload")) {
                out.printf("%-20s %s%n", column, text(letter, column));
            }
        });
        out.println();
        out.println(content(letter));
        out.flush();
    }

    void json(Map<String, Object> letter) {
        Map<String, Object> line = new LinkedHashMap<>();
        letter.forEach((column, value) ->
                line.put(column, value instanceof Timestamp || value instanceof byte[] ? text(letter, column) : value));
        if (letter.containsKey("payload")) {
            line.put("content", content(letter));
        }
        try {
            out.println(mapper.writeValueAsString(line));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        out.flush();
    }

    private static String retry(Map<String, Object> letter) {
        return letter.get("retry_requested_at") != null
                ? "requested"
                : TextTable.cut(text(letter, "retry_outcome"), CAUSE_WIDTH / 2);
    }

    private static String text(Map<String, Object> letter, String column) {
        Object value = letter.get(column);
        if (value instanceof Timestamp time) {
            return time.toInstant().toString();
        }
        return value instanceof byte[] bytes
                ? Base64.getEncoder().encodeToString(bytes)
                : value == null ? "" : value.toString();
    }

    /** Text and mails as they are, a node's report as JSON, all else in base64. */
    private static String content(Map<String, Object> letter) {
        byte[] payload = (byte[]) letter.get("payload");
        String type = text(letter, "payload_type");
        if (type.startsWith("text/") || type.equals("application/json")) {
            return new String(payload, StandardCharsets.UTF_8);
        }
        if (type.endsWith("messageType=" + DeliveryNotification.getDescriptor().getFullName())) {
            try {
                return JsonFormat.printer().print(DeliveryNotification.parseFrom(payload));
            } catch (InvalidProtocolBufferException unreadable) {
                return text(letter, "payload");
            }
        }
        return KeptMail.of(letter).map(KeptMail::text).orElseGet(() -> text(letter, "payload"));
    }
}
