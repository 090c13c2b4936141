package com.sourceforgery.tachikoma.hit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sourceforgery.tachikoma.broker.ConfirmedPublisher;
import com.sourceforgery.tachikoma.broker.ConfirmedPublisher.Outgoing;
import com.sourceforgery.tachikoma.broker.Topology;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.amqp.AmqpException;

/** Puts hits into the queue {@code hits}, the hits of the moment with one wait for confirms. */
public final class HitPublisher {
    private static final String DEFAULT_EXCHANGE = "";

    private final ObjectMapper json = new ObjectMapper();
    private final ConfirmedPublisher publisher;

    public HitPublisher(ConfirmedPublisher publisher) {
        this.publisher = publisher;
    }

    /**
     * @param hits rows of {@code hit-store.sql}, each a message of its own, its id the message id
     * @throws AmqpException when one was not confirmed; others may have arrived, and may come again
     */
    public void publish(List<Map<String, Object>> hits) {
        Set<String> unconfirmed = publisher.publishToQueues(
                DEFAULT_EXCHANGE, hits.stream().map(this::message).toList());
        if (!unconfirmed.isEmpty()) {
            throw new AmqpException(
                    "The broker has not confirmed " + unconfirmed.size() + " of " + hits.size() + " hits");
        }
    }

    private Outgoing message(Map<String, Object> hit) {
        try {
            return new Outgoing(
                    (String) hit.get("id"),
                    Topology.HITS,
                    json.writeValueAsBytes(hit),
                    "application/json",
                    null,
                    Map.of());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("A hit that is no JSON", e);
        }
    }
}
