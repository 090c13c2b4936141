package com.sourceforgery.tachikoma.broker;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.rabbit.connection.ChannelProxy;

/**
 * Settles messages that were consumed with manual acknowledgement. When the channel is closed there is nothing to settle:
 * the broker has taken its messages back.
 */
public final class Deliveries {
    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

    private interface Settlement {
        void run(Channel channel) throws IOException;
    }

    /** Its effect is committed. */
    public void acknowledge(Channel channel, long deliveryTag) {
        settle(channel, open -> open.basicAck(deliveryTag, false));
    }

    /** This and all before it on the channel. */
    public void acknowledgeUpTo(Channel channel, long deliveryTag) {
        settle(channel, open -> open.basicAck(deliveryTag, true));
    }

    /** Back into the queue. */
    public void giveBack(Channel channel, long deliveryTag) {
        settle(channel, open -> open.basicNack(deliveryTag, false, true));
    }

    private static void settle(Channel channel, Settlement settlement) {
        // Spring's proxy of a closed channel opens another one, which knows no such delivery
        Channel delivering = channel instanceof ChannelProxy proxy ? proxy.getTargetChannel() : channel;
        if (delivering == null) {
            return;
        }
        // channels are not made for several threads
        synchronized (delivering) {
            try {
                settlement.run(delivering);
            } catch (AlreadyClosedException | IOException e) {
                LOG.debug("A closed channel cannot settle: the broker delivers again", e);
            }
        }
    }
}
