package com.sourceforgery.tachikoma.component.mtaqueue;

import io.grpc.ManagedChannel;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/**
 * The node's side of the webserver's {@code mta} services, all over one connection: {@code mta-queue:emails} consumes the
 * mails to send, {@code mta-queue:status} tells what became of them. Bind an instance under {@code mta-queue}.
 */
public final class MtaQueueComponent extends DefaultComponent {
    private final ServerAddress address;
    private final ServerTrust trust;
    private ManagedChannel channel;

    public MtaQueueComponent(ServerAddress address, ServerTrust trust) {
        this.address = address;
        this.trust = trust;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        MtaQueueEndpoint endpoint = new MtaQueueEndpoint(uri, this, MtaQueueEndpoint.Kind.of(remaining));
        setProperties(endpoint, parameters);
        return endpoint;
    }

    ServerAddress address() {
        return address;
    }

    ManagedChannel channel() {
        return channel;
    }

    @Override
    protected void doStart() throws Exception {
        channel = ServerChannel.open(address, trust);
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        channel.shutdownNow();
    }
}
