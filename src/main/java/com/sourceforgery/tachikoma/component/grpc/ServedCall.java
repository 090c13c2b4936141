package com.sourceforgery.tachikoma.component.grpc;

import com.google.common.net.InetAddresses;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Grpc;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The {@link GrpcCall} of a call. */
final class ServedCall implements GrpcCall {
    private final String service;
    private final String method;
    private final InetSocketAddress remoteAddress;
    private final Deadline deadline;
    private final Map<String, String> metadata;
    private final Optional<String> clientAddressHeader;

    ServedCall(ServerCall<?, ?> call, Map<String, String> metadata, Optional<String> clientAddressHeader) {
        MethodDescriptor<?, ?> descriptor = call.getMethodDescriptor();
        this.service = descriptor.getServiceName();
        this.method = descriptor.getBareMethodName();
        this.remoteAddress = (InetSocketAddress) call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
        this.deadline = Context.current().getDeadline();
        this.metadata = metadata;
        this.clientAddressHeader = clientAddressHeader;
    }

    @Override
    public String service() {
        return service;
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public Optional<String> metadata(String name) {
        return Optional.ofNullable(metadata.get(name.toLowerCase(Locale.ROOT)));
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return remoteAddress;
    }

    @Override
    public String clientAddress() {
        return clientAddressHeader
                .flatMap(this::metadata)
                .map(line -> line.substring(line.lastIndexOf(',') + 1).strip())
                .filter(InetAddresses::isInetAddress)
                .orElseGet(() -> remoteAddress.getAddress().getHostAddress());
    }

    @Override
    public Optional<Duration> timeLeft() {
        return Optional.ofNullable(deadline).map(d -> Duration.ofNanos(d.timeRemaining(TimeUnit.NANOSECONDS)));
    }
}
