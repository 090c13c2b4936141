package com.sourceforgery.tachikoma.webserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.sourceforgery.tachikoma.component.grpc.VertxGrpcComponent;
import com.sourceforgery.tachikoma.mta.DeliveryNotification;
import com.sourceforgery.tachikoma.mta.MTADeliveryNotificationsGrpc;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsPortTest {
    @TempDir
    Path folder;

    private final Main main = new Main();
    private TestCertificate server;
    private TestCertificate client;

    @BeforeEach
    void makeCertificates() throws Exception {
        server = TestCertificate.make(folder, "server");
        client = TestCertificate.make(folder, "client");
    }

    @AfterEach
    void stop() {
        main.stop();
    }

    private void start(Optional<Path> clientAuthority) {
        main.configure().withRoutesIncludePattern("classpath:grpc/tls.camel.yaml");
        main.addOverrideProperty("camel.server.enabled", "true");
        main.addOverrideProperty("camel.server.host", "127.0.0.1");
        main.addOverrideProperty("camel.server.port", "0");
        main.addOverrideProperty("camel.management.enabled", "false");
        main.addOverrideProperty("tachikoma.listen", "127.0.0.1:0");
        main.bind("grpc", new VertxGrpcComponent());
        WebserverVertx.bind(main, Optional.of(new TlsSettings(server.chain(), server.key(), clientAuthority)));
        main.start();
    }

    private int port() {
        return VertxPlatformHttpRouter.lookup(main.getCamelContext(), VertxPlatformHttpRouter.getRouterNameFromPort(0))
                .getServer()
                .getPort();
    }

    private TlsChannelCredentials.Builder trusting(TestCertificate trusted) throws IOException {
        return TlsChannelCredentials.newBuilder().trustManager(trusted.chain().toFile());
    }

    private ChannelCredentials showing(TestCertificate shown) throws IOException {
        return trusting(server)
                .keyManager(shown.chain().toFile(), shown.key().toFile())
                .build();
    }

    private Status.Code call(ChannelCredentials credentials) throws InterruptedException {
        ManagedChannel channel = Grpc.newChannelBuilderForAddress("localhost", port(), credentials)
                .build();
        try {
            MTADeliveryNotificationsGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(20, TimeUnit.SECONDS)
                    .setDeliveryStatus(DeliveryNotification.getDefaultInstance());
            return Status.Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        } finally {
            channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        }
    }

    private HttpResponse<String> page(Version version) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(
                "server",
                CertificateFactory.getInstance("X.509").generateCertificate(Files.newInputStream(server.chain())));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder()
                .sslContext(tls)
                .build()
                .send(
                        HttpRequest.newBuilder(URI.create("https://localhost:" + port() + "/page"))
                                .version(version)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void grpcAndHttpShareTheTlsPort() throws Exception {
        start(Optional.empty());

        assertEquals(Status.Code.OK, call(trusting(server).build()));
        assertEquals("a page", page(Version.HTTP_1_1).body());
        assertEquals(Version.HTTP_2, page(Version.HTTP_2).version());
    }

    @Test
    void aClientWithACertificateOfTheAuthorityIsServed() throws Exception {
        start(Optional.of(client.chain()));

        assertEquals(Status.Code.OK, call(showing(client)));
    }

    @Test
    void aClientWithoutACertificateIsNotServedWhereOneIsAskedFor() throws Exception {
        start(Optional.of(client.chain()));

        assertNotEquals(Status.Code.OK, call(trusting(server).build()));
    }

    @Test
    void aClientWithAStrangersCertificateIsNotServed() throws Exception {
        start(Optional.of(client.chain()));

        assertNotEquals(Status.Code.OK, call(showing(TestCertificate.make(folder, "stranger"))));
    }
}
