package com.sourceforgery.tachikoma.component.grpc;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A webserver on a free port with the routes of one file of {@code src/test/resources/grpc}, and clients of it. */
final class GrpcTestServer implements BeforeEachCallback, AfterEachCallback {
    private final String routes;
    private final Map<String, Object> beans = new LinkedHashMap<>();
    private final Map<String, String> properties = new LinkedHashMap<>();
    private final VertxGrpcComponent component = new VertxGrpcComponent();
    private final List<ManagedChannel> channels = new ArrayList<>();
    private Main main;

    GrpcTestServer(String routes) {
        this.routes = routes;
    }

    GrpcTestServer bind(String name, Object bean) {
        beans.put(name, bean);
        return this;
    }

    GrpcTestServer property(String name, String value) {
        properties.put(name, value);
        return this;
    }

    GrpcTestServer options(Consumer<GrpcOptions> change) {
        change.accept(component.getOptions());
        return this;
    }

    @Override
    public void beforeEach(ExtensionContext test) {
        start();
    }

    @Override
    public void afterEach(ExtensionContext test) {
        channels.forEach(ManagedChannel::shutdownNow);
        stop();
    }

    void start() {
        main = new Main();
        main.configure().withRoutesIncludePattern("classpath:grpc/" + routes);
        main.addOverrideProperty("camel.server.enabled", "true");
        main.addOverrideProperty("camel.server.host", "127.0.0.1");
        main.addOverrideProperty("camel.server.port", "0");
        main.addOverrideProperty("camel.management.enabled", "false");
        main.addOverrideProperty("camel.main.shutdownTimeout", "1");
        main.addInitialProperty("tachikoma.listen", "127.0.0.1:0");
        properties.forEach(main::addInitialProperty);
        main.bind("grpc", component);
        beans.forEach(main::bind);
        main.start();
    }

    void stop() {
        main.stop();
    }

    CamelContext context() {
        return main.getCamelContext();
    }

    int port() {
        return VertxPlatformHttpRouter.lookup(context(), VertxPlatformHttpRouter.getRouterNameFromPort(0))
                .getServer()
                .getPort();
    }

    /** A connection of its own. */
    ManagedChannel channel() {
        return track(ManagedChannelBuilder.forAddress("127.0.0.1", port()).usePlaintext());
    }

    ManagedChannel track(ManagedChannelBuilder<?> builder) {
        ManagedChannel channel = builder.build();
        channels.add(channel);
        return channel;
    }

    /** An executor whose tasks may block. */
    static void inNewThread(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
    }

    /** Cuts the connections of all clients. */
    void dropConnections() {
        channels.forEach(ManagedChannel::shutdownNow);
    }
}
