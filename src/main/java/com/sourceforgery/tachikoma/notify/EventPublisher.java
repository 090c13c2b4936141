package com.sourceforgery.tachikoma.notify;

import com.sourceforgery.tachikoma.broker.ConfirmedPublisher;
import com.sourceforgery.tachikoma.broker.ConfirmedPublisher.Outgoing;
import com.sourceforgery.tachikoma.broker.Topology;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes event rows, a batch with one wait for confirms. */
public final class EventPublisher {
    private static final Logger LOG = LoggerFactory.getLogger(EventPublisher.class);

    /** Of an event that is not there any more. */
    private static final Long NO_ACCOUNT = 0L;

    private final ConfirmedPublisher publisher;
    private final EventMessages messages;

    public EventPublisher(ConfirmedPublisher publisher, EventMessages messages) {
        this.publisher = publisher;
        this.messages = messages;
    }

    /**
     * @param rows of {@code notify-read.sql}
     * @return ids of rows that cannot be a message, with the cause: {@code event_id}, {@code mail_month}, {@code
     *     account_id}, {@code cause}; all others are confirmed
     * @throws org.springframework.amqp.AmqpException when the broker is away; nothing is lost, all come again
     */
    public List<Map<String, Object>> publish(List<Map<String, Object>> rows) {
        List<Outgoing> batch = new ArrayList<>(rows.size());
        List<Map<String, Object>> unusable = new ArrayList<>();
        for (Map<String, Object> row : rows) {
            try {
                batch.add(messages.of(row));
            } catch (RuntimeException e) {
                LOG.error("Event {} cannot be published and becomes a dead letter", row.get("event_id"), e);
                unusable.add(unusable(row, e));
            }
        }
        publisher.publishToListeners(Topology.EVENTS, batch);
        return unusable;
    }

    private static Map<String, Object> unusable(Map<String, Object> row, RuntimeException cause) {
        Map<String, Object> kept = new LinkedHashMap<>();
        List.of("event_id", "mail_month", "account_id").forEach(column -> kept.put(column, row.get(column)));
        kept.putIfAbsent("account_id", NO_ACCOUNT);
        kept.put("cause", cause.toString());
        return kept;
    }

    /** Ids of event rows, for {@code notify-delete.sql}. */
    public Long[] ids(List<Map<String, Object>> rows) {
        return rows.stream()
                .map(row -> ((Number) row.get("event_id")).longValue())
                .toArray(Long[]::new);
    }
}
