package com.sourceforgery.tachikoma.component.mtaqueue;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a TLS connection to the webserver is secured.
 *
 * @param anyServer true accepts any server certificate
 * @param clientCertificate PEM chain that this node shows, with {@code clientKey} or not at all
 * @param clientKey PEM key (PKCS#8) of the client certificate
 */
public record ServerTrust(boolean anyServer, Optional<Path> clientCertificate, Optional<Path> clientKey) {
    /** The Java default: servers with a certificate from a known authority, no client certificate. */
    public static final ServerTrust DEFAULT = new ServerTrust(false, Optional.empty(), Optional.empty());
}
