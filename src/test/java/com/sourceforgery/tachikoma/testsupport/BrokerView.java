package com.sourceforgery.tachikoma.testsupport;

import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.Queue;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;

/** Looks into the broker beside the application, and meddles with it. */
public final class BrokerView {
    private interface Work<T> {
        T with(Channel channel) throws Exception;
    }

    private final RealServices services;

    public BrokerView(RealServices services) {
        this.services = services;
    }

    /** How many consumers a queue has; none when it is not there. */
    public int consumers(String queue) throws Exception {
        return exists(queue) ? declared(queue).getConsumerCount() : 0;
    }

    /** Waits until a queue has so many consumers. */
    public void awaitConsumers(String queue, int count) {
        await().until(() -> consumers(queue) == count);
    }

    /** How many messages wait in a queue, not counting those in consumers' hands; none when it is not there. */
    public int waiting(String queue) throws Exception {
        return exists(queue) ? declared(queue).getMessageCount() : 0;
    }

    public boolean exists(String queue) throws Exception {
        try {
            declared(queue);
            return true;
        } catch (java.io.IOException e) {
            return false;
        }
    }

    private Queue.DeclareOk declared(String queue) throws Exception {
        return on(channel -> channel.queueDeclarePassive(queue));
    }

    public void delete(String queue) throws Exception {
        on(channel -> channel.queueDelete(queue));
    }

    public void purge(String queue) throws Exception {
        on(channel -> channel.queuePurge(queue));
    }

    public void publish(String exchange, String routingKey, byte[] body) throws Exception {
        on(channel -> {
            channel.basicPublish(exchange, routingKey, null, body);
            return null;
        });
    }

    private <T> T on(Work<T> work) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(services.mqUrl());
        try (Connection connection = factory.newConnection();
                Channel channel = connection.createChannel()) {
            return work.with(channel);
        }
    }
}
