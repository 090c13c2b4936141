package com.sourceforgery.tachikoma.component.grpc;

import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.component.grpc.GrpcComponent;
import org.apache.camel.component.grpc.GrpcConfiguration;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.service.ServiceHelper;

/**
 * The component {@code grpc}: producers are camel-grpc's, consumers are served on the port of Camel's platform-http server.
 * Bind it in the registry under that name. README.md beside this file tells what routes see.
 */
@Component("grpc")
public final class VertxGrpcComponent extends GrpcComponent {
    private final GrpcOptions options = new GrpcOptions();
    private boolean drained;
    private final Map<Integer, GrpcServices> services = new HashMap<>();

    /** The settings of all consumers; to be made before the first route starts. */
    public GrpcOptions getOptions() {
        return options;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        GrpcConfiguration configuration = parseConfiguration(new GrpcConfiguration(), uri);
        VertxGrpcEndpoint endpoint = new VertxGrpcEndpoint(uri, this, configuration);
        endpoint.setStream(getAndRemoveParameter(parameters, "stream", boolean.class, false));
        endpoint.setConcurrency(getAndRemoveParameter(parameters, "concurrency", int.class, endpoint.getConcurrency()));
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** The gRPC server on the HTTP server with this port. */
    synchronized GrpcServices services(int port) {
        return services.computeIfAbsent(port, p -> new GrpcServices(getCamelContext(), p, options));
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        getCamelContext().addLifecycleStrategy(new DrainFirst());
    }

    /**
     * Lets the calls in hand finish and takes no new ones: see {@link GrpcOptions#getDrainTimeout()}. Done when the Camel
     * context begins to stop; calling it earlier does no harm.
     */
    public synchronized void drain() {
        if (!drained) {
            drained = true;
            options.getDrainListener().run();
            services.values().forEach(GrpcServices::drain);
        }
    }

    @Override
    protected synchronized void doStop() throws Exception {
        ServiceHelper.stopService(services.values());
        services.clear();
        super.doStop();
    }

    /** Routes would refuse the work of calls in hand once Camel stops them. */
    private final class DrainFirst extends LifecycleStrategySupport {
        @Override
        public void onContextStopping(CamelContext context) {
            drain();
        }
    }
}
