package com.sourceforgery.tachikoma.component.group;

import com.sourceforgery.tachikoma.call.CallFailure;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;

/** Puts an exchange among those that wait for the next group; no thread waits with it. */
final class GroupProducer extends DefaultAsyncProducer {
    private final GroupEndpoint endpoint;

    GroupProducer(GroupEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        if (endpoint.gathering().offer(new Gathering.Member(exchange, callback), endpoint.getCapacity())) {
            return false;
        }
        exchange.setException(new CallFailure(
                CallFailure.Reason.UNAVAILABLE,
                "Too much at once: " + endpoint.getName() + " is busy; try again later"));
        callback.done(true);
        return true;
    }
}
