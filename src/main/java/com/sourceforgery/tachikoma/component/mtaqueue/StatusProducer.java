package com.sourceforgery.tachikoma.component.mtaqueue;

import com.google.protobuf.Empty;
import com.sourceforgery.tachikoma.mta.DeliveryNotification;
import com.sourceforgery.tachikoma.mta.MTADeliveryNotificationsGrpc;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;

/**
 * Sends the body, a {@link DeliveryNotification}, with {@code SetDeliveryStatus}; the exchange goes on when the webserver
 * has answered. Fails with {@link io.grpc.StatusRuntimeException}.
 */
final class StatusProducer extends DefaultAsyncProducer {
    private final MtaQueueEndpoint endpoint;

    StatusProducer(MtaQueueEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            DeliveryNotification report = exchange.getMessage().getMandatoryBody(DeliveryNotification.class);
            MTADeliveryNotificationsGrpc.newStub(endpoint.getComponent().channel())
                    .withDeadlineAfter(endpoint.getTimeout(), TimeUnit.MILLISECONDS)
                    .setDeliveryStatus(report, new Answer(exchange, callback));
            return false;
        } catch (Exception e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
    }

    private record Answer(Exchange exchange, AsyncCallback callback) implements StreamObserver<Empty> {
        @Override
        public void onNext(Empty nothing) {
            // the report stays the body: what follows in the route is about it
        }

        @Override
        public void onError(Throwable failure) {
            exchange.setException(failure);
            callback.done(false);
        }

        @Override
        public void onCompleted() {
            callback.done(false);
        }
    }
}
