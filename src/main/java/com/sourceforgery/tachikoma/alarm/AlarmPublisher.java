package com.sourceforgery.tachikoma.alarm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sourceforgery.tachikoma.broker.ConfirmedPublisher;
import com.sourceforgery.tachikoma.broker.ConfirmedPublisher.Outgoing;
import com.sourceforgery.tachikoma.broker.Topology;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Publishes alarms to the exchange {@code events}: routing key {@code alarm.<account id>.<class>}, which no client's queue is
 * bound to, message id {@code alarm-<id>}, body the row of {@code alarm-claim.sql} as JSON.
 */
public final class AlarmPublisher {
    private final ObjectMapper json = new ObjectMapper();
    private final ConfirmedPublisher publisher;

    public AlarmPublisher(ConfirmedPublisher publisher) {
        this.publisher = publisher;
    }

    /** @throws org.springframework.amqp.AmqpException when the broker is away; the same alarms come again */
    public void publish(List<Map<String, Object>> rows) {
        publisher.publishToListeners(
                Topology.EVENTS, rows.stream().map(this::message).toList());
    }

    private Outgoing message(Map<String, Object> row) {
        String account = row.get("account_id").toString();
        return new Outgoing(
                "alarm-" + row.get("id"),
                "alarm." + account + "." + row.get("class"),
                body(row),
                "application/json",
                null,
                Map.of("mail_domain", row.get("mail_domain"), "kind", "ALARM", "class", row.get("class")));
    }

    private byte[] body(Map<String, Object> row) {
        try {
            return json.writeValueAsBytes(new LinkedHashMap<>(row));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("An alarm that is no JSON", e);
        }
    }

    /** Ids of alarms, for {@code alarm-told.sql}. */
    public Long[] ids(List<Map<String, Object>> rows) {
        return rows.stream().map(row -> ((Number) row.get("id")).longValue()).toArray(Long[]::new);
    }
}
