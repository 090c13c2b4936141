package com.sourceforgery.tachikoma.component.grpc;

import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Which route serves which rpc at this moment; asked anew for each call, so that routes may come and go. */
final class CallRegistry extends HandlerRegistry {
    private final Map<String, CallConsumer> consumers = new ConcurrentHashMap<>();
    private final BooleanSupplier complete;

    /** @param complete whether all routes were added; until then an unknown rpc is UNAVAILABLE, not UNIMPLEMENTED */
    CallRegistry(BooleanSupplier complete) {
        this.complete = complete;
    }

    /** @throws IllegalStateException when another started route serves the rpc */
    void add(CallConsumer consumer) {
        consumers.compute(consumer.rpc(), (rpc, other) -> {
            if (other != null && other != consumer && other.isStarted()) {
                throw new IllegalStateException("Two routes serve " + rpc);
            }
            return consumer;
        });
    }

    void remove(CallConsumer consumer) {
        consumers.remove(consumer.rpc(), consumer);
    }

    Collection<CallConsumer> consumers() {
        return consumers.values();
    }

    @Override
    public ServerMethodDefinition<?, ?> lookupMethod(String rpc, String authority) {
        CallConsumer consumer = consumers.get(rpc);
        if (consumer != null) {
            return consumer.definition();
        }
        return complete.getAsBoolean() ? null : unavailable(rpc);
    }

    private static ServerMethodDefinition<InputStream, InputStream> unavailable(String rpc) {
        MethodDescriptor<InputStream, InputStream> method = MethodDescriptor.<InputStream, InputStream>newBuilder()
                .setType(MethodType.UNKNOWN)
                .setFullMethodName(rpc)
                .setRequestMarshaller(new Unread())
                .setResponseMarshaller(new Unread())
                .build();
        return ServerMethodDefinition.create(method, (call, headers) -> {
            call.close(Status.UNAVAILABLE.withDescription("The server is starting"), new Metadata());
            return new ServerCall.Listener<>() {};
        });
    }

    private static final class Unread implements MethodDescriptor.Marshaller<InputStream> {
        @Override
        public InputStream stream(InputStream value) {
            return value;
        }

        @Override
        public InputStream parse(InputStream stream) {
            return stream;
        }
    }

    /** The services that routes name, for reflection. */
    @Override
    public List<ServerServiceDefinition> getServices() {
        return consumers.values().stream()
                .map(CallConsumer::service)
                .distinct()
                .map(CallRegistry::describe)
                .toList();
    }

    private static ServerServiceDefinition describe(ServiceDescriptor service) {
        ServerServiceDefinition.Builder described = ServerServiceDefinition.builder(service);
        service.getMethods().forEach(method -> described.addMethod(unserved(method)));
        return described.build();
    }

    /** Reflection reads the descriptor alone; calls go through {@link #lookupMethod}. */
    private static <Q, S> ServerMethodDefinition<Q, S> unserved(MethodDescriptor<Q, S> method) {
        return ServerMethodDefinition.create(method, (call, headers) -> new ServerCall.Listener<Q>() {});
    }

    /** Names of the services that routes name. */
    Stream<String> serviceNames() {
        return consumers.values().stream()
                .map(consumer -> consumer.service().getName())
                .distinct();
    }
}
