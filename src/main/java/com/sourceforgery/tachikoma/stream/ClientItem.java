package com.sourceforgery.tachikoma.stream;

import com.google.protobuf.Message;
import com.rabbitmq.client.Channel;

/**
 * An event on its way to a client.
 *
 * @param notification an EmailNotification or EmailAddressNotification; null when there is none for such an event
 * @param channel that delivered it, or null when it was replayed from the database
 * @param deliveryTag on that channel
 */
record ClientItem(long eventId, Message notification, Channel channel, long deliveryTag) {
    boolean isReplayed() {
        return channel == null;
    }
}
