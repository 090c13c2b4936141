package com.sourceforgery.tachikoma.broker;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ReturnListener;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/** Publishes a batch with one wait for the broker's confirms. */
public final class ConfirmedPublisher {
    private static final Logger LOG = LoggerFactory.getLogger(ConfirmedPublisher.class);
    private static final long CONFIRM_MILLIS = 10_000;
    private static final int PERSISTENT = 2;

    /**
     * A message to publish; always persistent.
     *
     * @param id unique; becomes the message id
     * @param contentType of the body
     * @param expirationMillis how long the broker keeps it, or null
     * @param headers small values that bindings and consumers may look at
     */
    public record Outgoing(
            String id,
            String routingKey,
            byte[] body,
            String contentType,
            Long expirationMillis,
            Map<String, Object> headers) {}

    private final RabbitTemplate template;

    /** @param template on connections with simple confirms */
    ConfirmedPublisher(RabbitTemplate template) {
        this.template = template;
    }

    /**
     * @return ids of the messages that no queue has taken; all of them when the broker did not confirm the batch in 10 s or
     *     is away (some may have arrived all the same)
     */
    public Set<String> publishToQueues(String exchange, List<Outgoing> batch) {
        try {
            return publish(exchange, batch, true);
        } catch (AmqpException e) {
            LOG.warn("The broker did not confirm {} messages to {}: {}", batch.size(), exchange, e.toString());
            return batch.stream().map(Outgoing::id).collect(Collectors.toSet());
        }
    }

    /**
     * Publishes to whoever listens; a message that no queue is bound for is done.
     *
     * @throws AmqpException when the broker is away or did not confirm the batch in 10 s
     */
    public void publishToListeners(String exchange, List<Outgoing> batch) {
        publish(exchange, batch, false);
    }

    private Set<String> publish(String exchange, List<Outgoing> batch, boolean mandatory) {
        if (batch.isEmpty()) {
            return Set.of();
        }
        return template.execute(channel -> publish(channel, exchange, batch, mandatory));
    }

    // A return comes before its message's confirm, and is noted by the thread that reads both: none is missed. Spring's
    // own
    // callback for returns runs on another thread, some time.
    private static Set<String> publish(Channel channel, String exchange, List<Outgoing> batch, boolean mandatory)
            throws IOException, InterruptedException, TimeoutException {
        Set<String> returned = ConcurrentHashMap.newKeySet();
        ReturnListener returns = channel.addReturnListener(
                message -> returned.add(message.getProperties().getMessageId()));
        try {
            for (Outgoing message : batch) {
                channel.basicPublish(exchange, message.routingKey(), mandatory, properties(message), message.body());
            }
            channel.waitForConfirmsOrDie(CONFIRM_MILLIS);
        } finally {
            channel.removeReturnListener(returns);
        }
        return returned;
    }

    private static BasicProperties properties(Outgoing message) {
        return new BasicProperties.Builder()
                .messageId(message.id())
                .deliveryMode(PERSISTENT)
                .contentType(message.contentType())
                .expiration(
                        message.expirationMillis() == null
                                ? null
                                : message.expirationMillis().toString())
                .headers(message.headers())
                .build();
    }
}
