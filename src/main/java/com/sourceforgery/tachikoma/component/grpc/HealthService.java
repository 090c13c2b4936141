package com.sourceforgery.tachikoma.component.grpc;

import io.grpc.BindableService;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code grpc.health.v1.Health}: all services together, also under the empty name, are serving or they are not. */
final class HealthService {
    private static final Logger LOG = LoggerFactory.getLogger(HealthService.class);

    private final HealthStatusManager manager = new HealthStatusManager();
    private final BooleanSupplier readiness;

    HealthService(BooleanSupplier readiness) {
        this.readiness = readiness;
        manager.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, ServingStatus.NOT_SERVING);
    }

    BindableService service() {
        return manager.getHealthService();
    }

    /** Asks for the state and tells those who watch. */
    void update(Stream<String> serviceNames) {
        ServingStatus status = isReady() ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
        serviceNames.forEach(name -> manager.setStatus(name, status));
        manager.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, status);
    }

    private boolean isReady() {
        try {
            return readiness.getAsBoolean();
        } catch (RuntimeException e) {
            LOG.warn("Readiness could not be told", e);
            return false;
        }
    }

    /** Not serving from now on. */
    void drain() {
        manager.enterTerminalState();
    }
}
