package com.sourceforgery.tachikoma.demo;

import java.util.Map;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.SystemLauncherListener.DefaultSystemLauncherListener;
import org.apache.qpid.server.model.Port;
import org.apache.qpid.server.model.SystemConfig;

/**
 * An AMQP 0-9-1 broker (Qpid Broker-J) inside this process, in RabbitMQ's place: on a free port of 127.0.0.1, one virtual
 * host, everything in memory. What it forgets when it stops comes again by the leases in the database.
 *
 * <p>Its configuration ({@value #CONFIGURATION}) evens out two differences to RabbitMQ: arguments of queues that only
 * RabbitMQ knows are ignored, and a message lives for at least 10 minutes, because this broker takes the property
 * {@code expiration} for a point in time where RabbitMQ takes it for a duration in milliseconds.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final String CONFIGURATION = "demo/broker.json";

    private final SystemLauncher launcher;
    private final int port;

    private EmbeddedBroker(SystemLauncher launcher, int port) {
        this.launcher = launcher;
        this.port = port;
    }

    /** Starts a broker; returns when its port is open. */
    public static EmbeddedBroker start() {
        ResolvedContainer container = new ResolvedContainer();
        SystemLauncher launcher = new SystemLauncher(container);
        try {
            launcher.startup(Map.of(
                    SystemConfig.TYPE,
                    "Memory",
                    SystemConfig.INITIAL_CONFIGURATION_LOCATION,
                    EmbeddedBroker.class
                            .getClassLoader()
                            .getResource(CONFIGURATION)
                            .toString(),
                    SystemConfig.STARTUP_LOGGED_TO_SYSTEM_OUT,
                    false));
        } catch (Exception e) {
            throw new IllegalStateException("The embedded broker does not start", e);
        }
        return new EmbeddedBroker(launcher, container.boundPort());
    }

    public int port() {
        return port;
    }

    /** Value for the setting {@code MQ_URL}. */
    public String url() {
        return "amqp://tachikoma:tachikoma@127.0.0.1:" + port + "/tachikoma";
    }

    @Override
    public void close() {
        launcher.shutdown();
    }

    /** Keeps the broker's own object, which is the only one to know the port that was chosen. */
    private static final class ResolvedContainer extends DefaultSystemLauncherListener {
        private SystemConfig<?> system;

        @Override
        public void onContainerResolve(SystemConfig<?> resolved) {
            system = resolved;
        }

        int boundPort() {
            return system.getContainer()
                    .getChildren(Port.class)
                    .iterator()
                    .next()
                    .getBoundPort();
        }
    }
}
