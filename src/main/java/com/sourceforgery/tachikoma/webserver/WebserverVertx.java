package com.sourceforgery.tachikoma.webserver;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.impl.VertxWrapper;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.jsse.GlobalSSLContextParametersSupplier;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;

/**
 * The Vert.x whose HTTP servers Camel starts, with the options that {@code camel.server} has no property for: HTTP/2
 * windows and limits, TLS from PEM files, client certificates. A server speaks TLS when
 * {@code useGlobalSslContextParameters} is set for it, so that the management port stays plain.
 */
public final class WebserverVertx extends VertxWrapper {
    private static final int STREAM_WINDOW = 1024 * 1024;
    private static final int CONNECTION_WINDOW = 4 * 1024 * 1024;
    private static final int MAX_STREAMS = 1000;
    /** Also of an address: links carry the address that they lead to. */
    private static final int MAX_HEADER_BYTES = 16 * 1024;
    /** A thread for each HTTP request that waits for its hit to be kept. */
    private static final int WORKERS = 64;
    /** Deadlines that pass together are many resets, and no attack. */
    private static final int MAX_RESETS_PER_30_SECONDS = 10_000;

    private final Optional<TlsSettings> tls;
    private final BooleanSupplier started;

    private WebserverVertx(Vertx vertx, Optional<TlsSettings> tls, BooleanSupplier started) {
        super((VertxInternal) vertx);
        this.tls = tls;
        this.started = started;
    }

    /** Gives a Camel application, before it starts, this Vert.x and TLS on the port of {@code camel.server}. */
    public static void bind(Main main, Optional<TlsSettings> tls) {
        WebserverVertx vertx = new WebserverVertx(
                Vertx.vertx(new VertxOptions().setWorkerPoolSize(WORKERS)), tls, () -> isStarted(main));
        main.bind("vertx", vertx);
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void afterConfigure(BaseMainSupport configured) {
                configured.getCamelContext().addLifecycleStrategy(vertx.new CloseLast());
            }
        });
        if (tls.isPresent()) {
            main.bind("tls", (GlobalSSLContextParametersSupplier) WebserverVertx::placeholder);
            main.addOverrideProperty("camel.server.useGlobalSslContextParameters", "true");
        }
    }

    /** Camel reads no PEM and asks for no client certificate: these empty stores only say that TLS is wanted. */
    private static SSLContextParameters placeholder() {
        TrustManagersParameters trust = new TrustManagersParameters();
        trust.setKeyStore(new KeyStoreParameters());
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setKeyManagers(new KeyManagersParameters());
        parameters.setTrustManagers(trust);
        return parameters;
    }

    @Override
    public HttpServer createHttpServer(HttpServerOptions options) {
        options.getInitialSettings()
                .setInitialWindowSize(STREAM_WINDOW)
                .setMaxConcurrentStreams(MAX_STREAMS)
                .setMaxHeaderListSize(MAX_HEADER_BYTES);
        options.setHttp2ConnectionWindowSize(CONNECTION_WINDOW)
                .setHttp2RstFloodMaxRstFramePerWindow(MAX_RESETS_PER_30_SECONDS)
                .setTcpKeepAlive(true);
        if (options.isSsl()) {
            tls.map(Certificates::new).ifPresent(certificates -> certificates.put(options));
        }
        options.setMaxInitialLineLength(MAX_HEADER_BYTES).setMaxHeaderSize(MAX_HEADER_BYTES);
        return super.createHttpServer(options)
                .connectionHandler(this::closeBeforeTheStart)
                .invalidRequestHandler(FrontDoor::unreadable);
    }

    /** While routes are still being started, a call would find none: 404, which says UNIMPLEMENTED to a gRPC client. */
    private void closeBeforeTheStart(HttpConnection connection) {
        if (!started.getAsBoolean()) {
            connection.close();
        }
    }

    private static boolean isStarted(Main main) {
        CamelContext context = main.getCamelContext();
        return context != null && context.getStatus().isStarted();
    }

    /** Camel closes only a Vert.x that it made itself. */
    private final class CloseLast extends LifecycleStrategySupport {
        @Override
        public void onContextStopped(CamelContext context) {
            close().toCompletionStage()
                    .toCompletableFuture()
                    .orTimeout(10, TimeUnit.SECONDS)
                    .join();
        }
    }
}
