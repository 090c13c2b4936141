package com.sourceforgery.tachikoma.webserver;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds the route of a node or client that connects, and removes it when it goes; one change at a time, since Camel's list of
 * route definitions is not made for several threads.
 */
public final class DynamicRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(DynamicRoutes.class);

    private final CamelContext context;
    private final ExecutorService removals;

    public DynamicRoutes(CamelContext context) {
        this.context = context;
        this.removals = context.getExecutorServiceManager().newSingleThreadExecutor(this, "remove-routes");
    }

    /** The route that hands an account's mails to a node. */
    public synchronized void addDispatch(String sessionId, long accountId) {
        TemplatedRouteBuilder.builder(context, "dispatch-node")
                .routeId(sessionId)
                .parameter("sessionId", sessionId)
                .parameter("accountId", accountId)
                .add();
    }

    /** The route that writes what arrives in a user's queue to one stream. */
    public synchronized void addStream(String streamId, long userId, long accountId) {
        TemplatedRouteBuilder.builder(context, "stream-user")
                .routeId(streamId)
                .parameter("streamId", streamId)
                .parameter("userId", userId)
                .parameter("accountId", accountId)
                .add();
    }

    /**
     * Stops a route and forgets it, soon; what it had in hand is given back. Does nothing when there is no such route. The
     * caller does not wait: a server that stops waits for its exchanges, and Camel stops one thing at a time.
     */
    public void remove(String routeId) {
        removals.execute(() -> {
            try {
                stopAndRemove(routeId);
            } catch (Exception e) {
                LOG.warn("Route {} is not removed", routeId, e);
            }
        });
    }

    private void stopAndRemove(String routeId) throws Exception {
        if (context.getRoute(routeId) == null || context.isStopping()) {
            return;
        }
        if (!context.getRouteController().stopRoute(routeId, 20, TimeUnit.SECONDS, true)) {
            LOG.warn("Route {} did not stop in time", routeId);
            context.getRouteController().stopRoute(routeId, 1, TimeUnit.SECONDS);
        }
        synchronized (this) {
            context.removeRoute(routeId);
        }
    }
}
