package com.sourceforgery.tachikoma.webserver;

import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;

/** Puts TLS settings into the options of an HTTP server. */
final class Certificates {
    private final TlsSettings tls;

    Certificates(TlsSettings tls) {
        this.tls = tls;
    }

    void put(HttpServerOptions options) {
        options.setKeyCertOptions(new PemKeyCertOptions()
                .setCertPath(tls.certificateChain().toString())
                .setKeyPath(tls.key().toString()));
        options.setTrustOptions(tls.clientAuthority()
                .map(path -> new PemTrustOptions().addCertPath(path.toString()))
                .orElse(null));
        options.setClientAuth(tls.clientAuthority().isPresent() ? ClientAuth.REQUIRED : ClientAuth.NONE);
        options.setUseAlpn(true);
    }
}
