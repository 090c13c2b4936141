package com.sourceforgery.tachikoma.component.mtaqueue;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;

/**
 * Opens the one HTTP/2 connection of a client to its webserver; every call on it carries the client's API token. While a
 * call is open, a server that leaves a PING (RFC 9113 section 6.7) unanswered is gone, and its calls fail.
 */
public final class ServerChannel {
    /** Above Postfix's message_size_limit of 52,428,800 bytes, which is the limit that counts. */
    private static final int MAX_MESSAGE_BYTES = 64 << 20;

    private static final long PING_SECONDS = 20;
    private static final long PONG_SECONDS = 10;

    private static final Metadata.Key<String> API_TOKEN =
            Metadata.Key.of("x-apitoken", Metadata.ASCII_STRING_MARSHALLER);

    private ServerChannel() {}

    /** @throws IOException when a certificate file cannot be read */
    public static ManagedChannel open(ServerAddress address, ServerTrust trust) throws IOException {
        Metadata credentials = new Metadata();
        credentials.put(API_TOKEN, address.apiToken());
        NettyChannelBuilder builder = NettyChannelBuilder.forAddress(address.host(), address.port())
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .keepAliveTime(PING_SECONDS, TimeUnit.SECONDS)
                .keepAliveTimeout(PONG_SECONDS, TimeUnit.SECONDS)
                .intercept(MetadataUtils.newAttachHeadersInterceptor(credentials));
        if (!address.tls()) {
            return builder.usePlaintext().build();
        }
        SslContextBuilder tls = GrpcSslContexts.forClient();
        if (trust.anyServer()) {
            tls.trustManager(InsecureTrustManagerFactory.INSTANCE);
        }
        if (trust.clientCertificate().isPresent() && trust.clientKey().isPresent()) {
            try (InputStream chain =
                            Files.newInputStream(trust.clientCertificate().get());
                    InputStream key = Files.newInputStream(trust.clientKey().get())) {
                tls.keyManager(chain, key);
            }
        }
        return builder.sslContext(tls.build()).build();
    }
}
