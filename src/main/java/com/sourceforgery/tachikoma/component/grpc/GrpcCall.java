package com.sourceforgery.tachikoma.component.grpc;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/** What a route may know of the gRPC call that it serves: exchange property {@value #PROPERTY}. */
public interface GrpcCall {
    /** Name of the exchange property. */
    String PROPERTY = "CamelGrpcCall";

    /** Full name of the service, for example {@code com.sourceforgery.tachikoma.mta.MTAEmailQueue}. */
    String service();

    /** Name of the rpc as its proto file spells it, for example {@code GetEmails}. */
    String method();

    /**
     * Value of a metadata line of the call; the last one when the client sent several.
     *
     * @param name in any case; nothing is found unless the component's allow-list has it
     */
    Optional<String> metadata(String name);

    /** The other end of the connection: the client, or the proxy before it. */
    InetSocketAddress remoteAddress();

    /**
     * IP address of the client: what the proxy tells, where {@link GrpcOptions#setClientAddressHeader} names its header (of
     * several addresses the last one, which the nearest proxy has added), else that of the connection.
     */
    String clientAddress();

    /** Time left until the client's deadline, negative once it has passed; nothing when it set none. */
    Optional<Duration> timeLeft();
}
