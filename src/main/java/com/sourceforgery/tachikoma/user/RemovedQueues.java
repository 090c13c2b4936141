package com.sourceforgery.tachikoma.user;

import com.rabbitmq.client.Channel;
import com.sourceforgery.tachikoma.broker.Broker;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.springframework.amqp.rabbit.connection.Connection;

/** The queues in the broker of users who are removed. */
public final class RemovedQueues {
    private static final List<String> NAMES = List.of("notifications.%s", "notifications.%s.dropped", "incoming.%s");

    private final Broker broker;

    public RemovedQueues(Broker broker) {
        this.broker = broker;
    }

    /**
     * Deletes the queues of users who are gone; those that are not there are no failure.
     *
     * @param rows with a {@code user_id} each
     * @return those ids
     */
    public Long[] delete(List<Map<String, Object>> rows) throws IOException, TimeoutException {
        try (Connection connection = broker.consuming().createConnection();
                Channel channel = connection.createChannel(false)) {
            for (Map<String, Object> row : rows) {
                for (String name : NAMES) {
                    channel.queueDelete(String.format(name, row.get("user_id")));
                }
            }
        }
        return rows.stream().map(row -> (Long) row.get("user_id")).toArray(Long[]::new);
    }
}
