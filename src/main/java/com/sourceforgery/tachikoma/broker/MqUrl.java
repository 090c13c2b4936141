package com.sourceforgery.tachikoma.broker;

import com.rabbitmq.client.ConnectionFactory;
import com.sourceforgery.tachikoma.config.SettingException;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;

/** {@code MQ_URL}: {@code amqp(s)://user:password@host:5672/vhost}. */
public final class MqUrl {
    private MqUrl() {}

    /** @throws SettingException when it cannot be read */
    public static ConnectionFactory parse(String url) {
        ConnectionFactory factory = new ConnectionFactory();
        try {
            factory.setUri(url);
        } catch (URISyntaxException | GeneralSecurityException | IllegalArgumentException e) {
            throw new SettingException("MQ_URL is not of the form amqp(s)://user:password@host:5672/vhost.");
        }
        if (factory.getVirtualHost().isEmpty()) {
            // 'amqp://host/' names the empty virtual host, which nobody has; people mean the default one
            factory.setVirtualHost(ConnectionFactory.DEFAULT_VHOST);
        }
        factory.setRequestedHeartbeat(10);
        factory.setConnectionTimeout(5_000);
        factory.setAutomaticRecoveryEnabled(false);
        return factory;
    }
}
