package com.sourceforgery.tachikoma.component.grpc;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServiceDescriptor;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.component.grpc.GrpcConfiguration;
import org.apache.camel.component.grpc.GrpcEndpoint;
import org.apache.camel.util.ObjectHelper;

/** camel-grpc's endpoint, whose consumers are served by platform-http's server. */
final class VertxGrpcEndpoint extends GrpcEndpoint {
    private final VertxGrpcComponent component;
    private boolean stream;
    private int concurrency = 256;

    VertxGrpcEndpoint(String uri, VertxGrpcComponent component, GrpcConfiguration configuration) {
        super(uri, component, configuration);
        this.component = component;
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        ServiceDescriptor service = service();
        MethodDescriptor<?, ?> method = method(service);
        if (method.getType() == MethodType.CLIENT_STREAMING) {
            throw new IllegalArgumentException(
                    method.getFullMethodName() + " is client streaming, which is not served");
        }
        if (stream ? method.getType() == MethodType.UNARY : method.getType() == MethodType.BIDI_STREAMING) {
            throw new IllegalArgumentException(
                    method.getFullMethodName() + " is " + method.getType() + ", so stream=" + stream + " is wrong");
        }
        CallConsumer consumer =
                new CallConsumer(this, processor, component.services(configuration.getPort()), service, method);
        configureConsumer(consumer);
        return consumer;
    }

    /** Described by the class that protoc generated for it. */
    private ServiceDescriptor service() throws ReflectiveOperationException {
        Class<?> generated =
                getCamelContext().getClassResolver().resolveMandatoryClass(configuration.getService() + "Grpc");
        return (ServiceDescriptor) generated.getMethod("getServiceDescriptor").invoke(null);
    }

    private MethodDescriptor<?, ?> method(ServiceDescriptor service) {
        String wanted = configuration.getMethod();
        if (ObjectHelper.isEmpty(wanted)) {
            throw new IllegalArgumentException("A route from grpc:" + service.getName() + " needs the option method");
        }
        return service.getMethods().stream()
                .filter(method ->
                        wanted.equalsIgnoreCase(method.getBareMethodName())) // camel-grpc has lowered its first letter
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(service.getName() + " has no rpc " + wanted));
    }

    boolean isStream() {
        return stream;
    }

    void setStream(boolean stream) {
        this.stream = stream;
    }

    int getConcurrency() {
        return concurrency;
    }

    void setConcurrency(int concurrency) {
        this.concurrency = concurrency;
    }
}
