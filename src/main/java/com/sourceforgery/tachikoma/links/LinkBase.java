package com.sourceforgery.tachikoma.links;

import com.sourceforgery.tachikoma.address.DomainName;
import java.net.URI;

/** The prefix of a mail's links. */
public final class LinkBase {
    private LinkBase() {}

    /**
     * The base address with another host, for senders whose links shall show a domain of their own.
     *
     * @param baseUrl absolute, with a slash at its end
     * @param host name, with a port where the base address's does not do; empty for no change
     */
    public static String withHost(String baseUrl, String host) {
        if (host.isEmpty()) {
            return baseUrl;
        }
        URI base = URI.create(baseUrl);
        int colon = host.indexOf(':');
        String name = DomainName.toAscii(colon < 0 ? host : host.substring(0, colon));
        String basePort = base.getPort() < 0 ? "" : ":" + base.getPort();
        return base.getScheme() + "://" + name + (colon < 0 ? basePort : host.substring(colon)) + base.getRawPath();
    }
}
