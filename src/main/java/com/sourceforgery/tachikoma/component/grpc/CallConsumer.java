package com.sourceforgery.tachikoma.component.grpc;

import com.google.protobuf.Message;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;

/** Serves one rpc with the route that it starts. */
final class CallConsumer extends DefaultConsumer {
    private final VertxGrpcEndpoint endpoint;
    private final GrpcServices services;
    private final ServiceDescriptor service;
    private final MethodDescriptor<Request, Message> method;
    private final Answers answers;
    private final Set<StreamCall> streams = ConcurrentHashMap.newKeySet();

    CallConsumer(
            VertxGrpcEndpoint endpoint,
            Processor processor,
            GrpcServices services,
            ServiceDescriptor service,
            MethodDescriptor<?, ?> method) {
        super(endpoint, processor);
        this.service = service;
        this.endpoint = endpoint;
        this.services = services;
        this.method = Request.readBy(method);
        this.answers = new Answers(method);
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        services.registry().add(this);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        services.registry().add(this);
        services.start();
    }

    @Override
    protected void doShutdown() throws Exception {
        services.registry().remove(this);
        super.doShutdown();
    }

    /** What grpc-java asks for when a call of this rpc comes. */
    ServerMethodDefinition<Request, Message> definition() {
        return ServerMethodDefinition.create(method, this::startCall);
    }

    private ServerCall.Listener<Request> startCall(ServerCall<Request, Message> serverCall, Metadata headers) {
        if (!isStarted() || isSuspendingOrSuspended()) {
            serverCall.close(Status.UNAVAILABLE.withDescription("This rpc is paused"), new Metadata());
            return new ServerCall.Listener<>() {};
        }
        GrpcCall call = new ServedCall(serverCall, services.allowList().pick(headers), services.clientAddressHeader());
        if (!endpoint.isStream()) {
            return new FiniteCall(this, serverCall, call);
        }
        StreamCall stream = new StreamCall(this, serverCall, call);
        streams.add(stream);
        stream.start();
        return stream;
    }

    /** Ends the long-lived streams: the server stops. */
    void endStreams() {
        streams.forEach(stream -> stream.failed(
                Status.UNAVAILABLE.withDescription("The server is stopping").asRuntimeException()));
    }

    void forget(StreamCall stream) {
        streams.remove(stream);
    }

    Exchange exchange(ExchangePattern pattern, GrpcCall call, Message body) {
        Exchange exchange = createExchange(false);
        exchange.setPattern(pattern);
        exchange.setProperty(GrpcCall.PROPERTY, call);
        exchange.getMessage().setBody(body);
        return exchange;
    }

    /** Runs the route; one of the two is called when it is done, on whatever thread that is. */
    void run(Exchange exchange, Consumer<Exchange> done, Consumer<StatusRuntimeException> failed) {
        getAsyncProcessor().process(exchange, doneSync -> {
            try {
                Exception failure = exchange.getException();
                if (failure == null) {
                    done.accept(exchange);
                } else {
                    failed.accept(statuses().map(failure));
                }
            } catch (RuntimeException e) {
                failed.accept(statuses().map(e));
            } finally {
                releaseExchange(exchange, false);
            }
        });
    }

    void onWorker(Runnable task) {
        services.workers().execute(task);
    }

    /** Full name of the rpc: {@code package.Service/Method}. */
    String rpc() {
        return method.getFullMethodName();
    }

    ServiceDescriptor service() {
        return service;
    }

    MethodDescriptor<Request, Message> method() {
        return method;
    }

    Answers answers() {
        return answers;
    }

    StatusMapper statuses() {
        return services.statuses();
    }

    int concurrency() {
        return endpoint.getConcurrency();
    }
}
