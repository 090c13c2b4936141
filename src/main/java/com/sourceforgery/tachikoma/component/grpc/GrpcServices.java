package com.sourceforgery.tachikoma.component.grpc;

import com.sourceforgery.tachikoma.component.grpc.transport.HttpGrpcServer;
import com.sourceforgery.tachikoma.component.grpc.transport.ServerLimits;
import io.grpc.BindableService;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.support.service.ServiceSupport;

/** The gRPC server of one port: what it serves, the threads that serve it, and its end. */
final class GrpcServices extends ServiceSupport {
    private static final int BEFORE_ALL_HTTP_ROUTES = -1000;
    private static final int UNBOUNDED = -1;

    private final CamelContext context;
    private final int port;
    private final GrpcOptions options;
    private final StatusMapper statuses;
    private final MetadataAllowList allowList;
    private final Optional<String> clientAddressHeader;
    private final CallRegistry registry;
    private final HealthService health;
    private ExecutorService workers;
    private ScheduledExecutorService scheduler;
    private HttpGrpcServer server;
    private Route route;

    GrpcServices(CamelContext context, int port, GrpcOptions options) {
        this.context = context;
        this.port = port;
        this.options = options;
        this.statuses = new StatusMapper(options.isSendDebugData());
        this.allowList = new MetadataAllowList(options.getAllowedMetadata());
        this.clientAddressHeader = options.getClientAddressHeader();
        this.registry = new CallRegistry(context::isStarted);
        this.health = new HealthService(options.getReadiness());
    }

    /** Hangs on the HTTP server, which exists once routes start, though not yet when they are made. */
    @Override
    protected void doStart() {
        VertxPlatformHttpRouter router =
                VertxPlatformHttpRouter.lookup(context, VertxPlatformHttpRouter.getRouterNameFromPort(port));
        if (router == null) {
            throw new IllegalStateException("There is no HTTP server on port " + port
                    + ": a grpc route names the host and port of camel.server, which must be enabled");
        }
        ExecutorServiceManager executors = context.getExecutorServiceManager();
        // grpc-java does not bear a refusing executor: calls are refused at the door, by maxCalls
        workers = executors.newThreadPool(
                this,
                "grpc",
                new ThreadPoolProfileBuilder("grpc")
                        .poolSize(options.getWorkers())
                        .maxPoolSize(options.getWorkers())
                        .maxQueueSize(UNBOUNDED)
                        .build());
        scheduler = executors.newSingleThreadScheduledExecutor(this, "grpc-deadlines");
        server = new HttpGrpcServer(openServices(), registry, workers, scheduler, limits());
        scheduler.scheduleWithFixedDelay(this::updateHealth, 0, 1, TimeUnit.SECONDS);
        route = router.route().order(BEFORE_ALL_HTTP_ROUTES).handler(this::handle);
    }

    @SuppressWarnings("deprecation") // many clients still ask by v1alpha
    private List<BindableService> openServices() {
        return List.of(health.service(), ProtoReflectionServiceV1.newInstance(), ProtoReflectionService.newInstance());
    }

    private ServerLimits limits() {
        return new ServerLimits(
                options.getMaxCalls(),
                options.getMaxInboundMessageSize(),
                options.getMaxInboundBytes(),
                options.getMaxUnsentBytes(),
                options.getPingInterval());
    }

    private void updateHealth() {
        workers.execute(() -> health.update(registry.serviceNames()));
    }

    private void handle(RoutingContext routing) {
        if (HttpGrpcServer.accepts(routing.request())) {
            server.handle(routing.request());
        } else {
            routing.next();
        }
    }

    /** Not ready, then no new calls; those in hand are finished, streams are ended with UNAVAILABLE. */
    void drain() {
        if (server != null) {
            health.drain();
            registry.consumers().forEach(CallConsumer::endStreams);
            server.drain(options.getDrainTimeout());
        }
    }

    @Override
    protected void doStop() {
        if (server != null) {
            route.remove();
            context.getExecutorServiceManager().shutdown(scheduler);
            context.getExecutorServiceManager().shutdownGraceful(workers, 1000);
        }
    }

    CallRegistry registry() {
        return registry;
    }

    ExecutorService workers() {
        return workers;
    }

    StatusMapper statuses() {
        return statuses;
    }

    Optional<String> clientAddressHeader() {
        return clientAddressHeader;
    }

    MetadataAllowList allowList() {
        return allowList;
    }
}
