package com.sourceforgery.tachikoma.component.grpc.transport;

import io.grpc.InternalChannelz.SocketStats;
import io.grpc.InternalInstrumented;
import io.grpc.ServerStreamTracer;
import io.grpc.internal.InternalServer;
import io.grpc.internal.ServerListener;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;

/** The listening side of grpc-java's server, which here listens to nothing itself. */
final class RequestAcceptor implements InternalServer {
    private final List<? extends ServerStreamTracer.Factory> tracers;
    private ServerListener listener;

    RequestAcceptor(List<? extends ServerStreamTracer.Factory> tracers) {
        this.tracers = tracers;
    }

    List<? extends ServerStreamTracer.Factory> tracers() {
        return tracers;
    }

    ServerListener listener() {
        return listener;
    }

    @Override
    public void start(ServerListener serverListener) {
        listener = serverListener;
    }

    @Override
    public void shutdown() {
        listener.serverShutdown();
    }

    @Override
    public SocketAddress getListenSocketAddress() {
        return InetSocketAddress.createUnresolved("platform-http", 0);
    }

    @Override
    public List<? extends SocketAddress> getListenSocketAddresses() {
        return List.of(getListenSocketAddress());
    }

    @Override
    public InternalInstrumented<SocketStats> getListenSocketStats() {
        return null;
    }

    @Override
    public List<InternalInstrumented<SocketStats>> getListenSocketStatsList() {
        return null;
    }
}
