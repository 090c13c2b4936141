package com.sourceforgery.tachikoma.component.mtaqueue;

import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Up while a stream from the webserver is open. */
final class ConnectionHealthCheck extends AbstractHealthCheck {
    private final ServerAddress server;
    private final BooleanSupplier connected;

    ConnectionHealthCheck(ServerAddress server, BooleanSupplier connected) {
        super("tachikoma", "mta-queue");
        this.server = server;
        this.connected = connected;
    }

    /** Readiness only: a restart of this process does not bring back the webserver. */
    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        if (connected.getAsBoolean()) {
            result.up();
        } else {
            result.down().message("No stream from " + server);
        }
    }
}
