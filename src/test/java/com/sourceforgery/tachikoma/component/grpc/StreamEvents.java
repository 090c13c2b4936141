package com.sourceforgery.tachikoma.component.grpc;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;

/** A bean that notes what exchanges a stream's route gets. */
public final class StreamEvents {
    private final List<String> types = new CopyOnWriteArrayList<>();
    private final List<Object> bodies = new CopyOnWriteArrayList<>();
    private volatile GrpcStream stream;
    private volatile CountDownLatch goesOn = new CountDownLatch(0);

    @Handler
    public void note(Exchange exchange) throws InterruptedException {
        types.add(exchange.getMessage().getHeader(GrpcStream.EVENT_TYPE, String.class));
        Object body = exchange.getMessage().getBody();
        if (body != null) {
            bodies.add(body);
        }
        stream = exchange.getProperty(GrpcStream.PROPERTY, GrpcStream.class);
        goesOn.await();
    }

    /** From now on exchanges wait until the latch is counted down. */
    CountDownLatch heldBack() {
        goesOn = new CountDownLatch(1);
        return goesOn;
    }

    List<String> types() {
        return types;
    }

    List<Object> bodies() {
        return bodies;
    }

    GrpcStream stream() {
        return stream;
    }
}
