package com.sourceforgery.tachikoma.component.grpc.transport;

import io.grpc.BindableService;
import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.internal.GrpcUtil;
import io.grpc.internal.ServerImplBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * grpc-java's own server (deadlines, compression, flow control, limits, cancellation) on requests that somebody else's
 * HTTP server accepted, so that gRPC and HTTP share a port. Stands on {@code io.grpc.internal}, as grpc-servlet does: only
 * this package does.
 */
public final class HttpGrpcServer {
    private static final Status GONE = Status.UNAVAILABLE.withDescription("The client does not answer");

    private final ScheduledExecutorService scheduler;
    private final ServerLimits limits;
    private final Server server;
    private final Map<HttpConnection, HttpTransport> transports = new ConcurrentHashMap<>();
    private final AtomicInteger calls = new AtomicInteger();
    private RequestAcceptor acceptor;
    private volatile boolean draining;

    /**
     * @param services always served, whatever the registry says
     * @param registry finds the method of each other call; unknown ones answer UNIMPLEMENTED
     * @param workers run the calls; must not refuse work
     * @param scheduler watches deadlines
     */
    public HttpGrpcServer(
            List<BindableService> services,
            HandlerRegistry registry,
            Executor workers,
            ScheduledExecutorService scheduler,
            ServerLimits limits) {
        this.scheduler = scheduler;
        this.limits = limits;
        ServerImplBuilder builder = new ServerImplBuilder(tracers -> {
            acceptor = new RequestAcceptor(tracers);
            return acceptor;
        });
        services.forEach(builder::addService);
        server = builder.fallbackHandlerRegistry(registry)
                .addStreamTracerFactory(new InboundBudget(limits.maxInboundBytes()))
                .executor(workers)
                .build();
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a request is gRPC (not gRPC-Web). */
    public static boolean accepts(HttpServerRequest request) {
        return GrpcUtil.isGrpcContentType(request.getHeader("content-type"));
    }

    /** Serves one request; to be called on its event loop. */
    public void handle(HttpServerRequest request) {
        if (request.version() != HttpVersion.HTTP_2) {
            request.response().setStatusCode(505).end("gRPC needs HTTP/2.");
        } else if (request.method() != HttpMethod.POST) {
            request.response().setStatusCode(405).end();
        } else if (draining) {
            Refusal.send(request, Status.UNAVAILABLE.withDescription("The server is stopping"));
        } else {
            serve(request);
        }
    }

    private void serve(HttpServerRequest request) {
        Metadata headers;
        try {
            headers = HttpMetadata.read(request.headers());
        } catch (IllegalArgumentException e) {
            Refusal.send(request, Status.INVALID_ARGUMENT.withDescription("The metadata of the call is malformed"));
            return;
        }
        if (calls.incrementAndGet() > limits.maxCalls()) {
            calls.decrementAndGet();
            Refusal.send(request, Status.UNAVAILABLE.withDescription("The server has too many calls in hand"));
            return;
        }
        transports
                .computeIfAbsent(request.connection(), this::accept)
                .serve(request, headers, Vertx.currentContext(), limits, calls::decrementAndGet);
    }

    private HttpTransport accept(HttpConnection connection) {
        HttpTransport transport = new HttpTransport(connection, scheduler);
        transport.start(acceptor);
        PeerWatch watch = new PeerWatch(
                Vertx.currentContext().owner(), connection, limits.pingInterval(), () -> transport.shutdownNow(GONE));
        connection.closeHandler(v -> {
            watch.end();
            transports.remove(connection);
            transport.closed();
        });
        return transport;
    }

    /**
     * Takes no new calls (UNAVAILABLE), tells each client to go elsewhere (GOAWAY, RFC 9113 6.8), waits for the calls in
     * hand, and cancels those that last longer with UNAVAILABLE.
     */
    public void drain(Duration patience) {
        draining = true;
        server.shutdown();
        try {
            if (!server.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                server.shutdownNow();
                server.awaitTermination(1, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
