package com.sourceforgery.tachikoma.broker;

import com.rabbitmq.client.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory.ConfirmType;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/**
 * The two connections to the broker: consuming and publishing apart, so that a publisher that the broker slows down never
 * holds up acknowledgements.
 */
public final class Broker implements AutoCloseable {
    private final CachingConnectionFactory consuming;
    private final CachingConnectionFactory publishing;
    private final Topology topology = new Topology();
    private final ConfirmedPublisher publisher;

    public Broker(String url) {
        consuming = connection(MqUrl.parse(url), "consume");
        publishing = connection(MqUrl.parse(url), "publish");
        publishing.setPublisherConfirmType(ConfirmType.SIMPLE);
        publisher = new ConfirmedPublisher(new RabbitTemplate(publishing));
    }

    private CachingConnectionFactory connection(ConnectionFactory factory, String purpose) {
        CachingConnectionFactory caching = new CachingConnectionFactory(factory);
        caching.setConnectionNameStrategy(any -> "tachikoma-" + purpose);
        caching.addConnectionListener(topology);
        return caching;
    }

    /** For consumers. */
    public CachingConnectionFactory consuming() {
        return consuming;
    }

    public ConfirmedPublisher publisher() {
        return publisher;
    }

    public Topology topology() {
        return topology;
    }

    @Override
    public void close() {
        consuming.destroy();
        publishing.destroy();
    }
}
