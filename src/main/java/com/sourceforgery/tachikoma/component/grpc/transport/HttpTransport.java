package com.sourceforgery.tachikoma.component.grpc.transport;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.InternalChannelz.SocketStats;
import io.grpc.InternalLogId;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.internal.ServerTransport;
import io.grpc.internal.ServerTransportListener;
import io.grpc.internal.StatsTraceContext;
import io.vertx.core.Context;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** One client connection as grpc-java's server sees it. */
final class HttpTransport implements ServerTransport {
    private final InternalLogId logId;
    private final HttpConnection connection;
    private final ScheduledExecutorService scheduler;
    private final Set<HttpServerStream> streams = ConcurrentHashMap.newKeySet();
    private RequestAcceptor acceptor;
    private ServerTransportListener listener;
    private Attributes attributes;

    HttpTransport(HttpConnection connection, ScheduledExecutorService scheduler) {
        this.connection = connection;
        this.scheduler = scheduler;
        this.logId = InternalLogId.allocate(HttpTransport.class, String.valueOf(connection.remoteAddress()));
    }

    void start(RequestAcceptor server) {
        acceptor = server;
        listener = server.listener().transportCreated(this);
        Attributes.Builder known = Attributes.newBuilder()
                .set(Grpc.TRANSPORT_ATTR_REMOTE_ADDR, address(connection.remoteAddress()))
                .set(Grpc.TRANSPORT_ATTR_LOCAL_ADDR, address(connection.localAddress()));
        if (connection.isSsl()) {
            known.set(Grpc.TRANSPORT_ATTR_SSL_SESSION, connection.sslSession());
        }
        attributes = listener.transportReady(known.build());
    }

    private static java.net.SocketAddress address(SocketAddress address) {
        return new InetSocketAddress(address.hostAddress(), address.port());
    }

    /** @param ended runs when the call is over, however it ended */
    void serve(HttpServerRequest request, Metadata headers, Context context, ServerLimits limits, Runnable ended) {
        String method = request.path().substring(1);
        StatsTraceContext stats = StatsTraceContext.newServerContext(acceptor.tracers(), method, headers);
        HttpServerStream stream = new HttpServerStream(request, context, attributes, stats, limits);
        streams.add(stream);
        stream.listen(() -> {
            streams.remove(stream);
            ended.run();
        });
        listener.streamCreated(stream, method, headers);
        stream.start();
    }

    void closed() {
        streams.clear();
        listener.transportTerminated();
    }

    @Override
    @SuppressWarnings("deprecation") // its successor is not in 4.x
    public void shutdown() {
        connection.shutdown(TimeUnit.DAYS.toMillis(1));
    }

    @Override
    @SuppressWarnings("deprecation")
    public void shutdownNow(Status reason) {
        streams.forEach(stream -> stream.cancel(reason));
        connection.shutdown();
    }

    @Override
    public ScheduledExecutorService getScheduledExecutorService() {
        return scheduler;
    }

    @Override
    public ListenableFuture<SocketStats> getStats() {
        return Futures.immediateFuture(null);
    }

    @Override
    public InternalLogId getLogId() {
        return logId;
    }
}
