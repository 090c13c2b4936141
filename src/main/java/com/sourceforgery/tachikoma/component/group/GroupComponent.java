package com.sourceforgery.tachikoma.component.group;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/** Component of {@code group:NAME[?maxSize=200&pause=20&capacity=20000&concurrency=1]}; see the package's description. */
public final class GroupComponent extends DefaultComponent {
    private static final int WORKERS = 32;

    private final Map<String, Gathering> gatherings = new ConcurrentHashMap<>();
    private ExecutorService workers;

    @Override
    protected Endpoint createEndpoint(String uri, String name, Map<String, Object> parameters) throws Exception {
        GroupEndpoint endpoint = new GroupEndpoint(uri, this, name);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** The one gathering place of this name, shared by its senders and its consumer. */
    Gathering gathering(String name) {
        return gatherings.computeIfAbsent(name, Gathering::new);
    }

    /** Where senders go on once their group is done, so that the next group need not wait for them. */
    ExecutorService workers() {
        return workers;
    }

    @Override
    protected void doStart() throws Exception {
        // more than processors: in an outage some of them wait for the database, and the others must go on
        workers = getCamelContext().getExecutorServiceManager().newFixedThreadPool(this, "group-worker", WORKERS);
        super.doStart();
    }

    @Override
    protected void doShutdown() throws Exception {
        super.doShutdown();
        getCamelContext().getExecutorServiceManager().shutdownGraceful(workers);
    }
}
