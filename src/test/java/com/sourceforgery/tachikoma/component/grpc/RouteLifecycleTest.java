package com.sourceforgery.tachikoma.component.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import org.apache.camel.CamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RouteLifecycleTest {
    private static final String ROUTE = "test-send";

    @RegisterExtension
    final GrpcTestServer server = new GrpcTestServer("unary.camel.yaml").bind("answer", new ProgrammedAnswer());

    private CamelContext context;
    private ManagedChannel channel;

    @BeforeEach
    void connect() {
        context = server.context();
        channel = server.channel();
        assertEquals(Status.Code.OK, Mails.sendAny(channel).getCode());
    }

    @Test
    void aStoppedRouteIsUnavailableUntilItIsStarted() throws Exception {
        context.getRouteController().stopRoute(ROUTE);
        assertEquals(Status.Code.UNAVAILABLE, Mails.sendAny(channel).getCode());

        context.getRouteController().startRoute(ROUTE);
        assertEquals(Status.Code.OK, Mails.sendAny(channel).getCode());
    }

    @Test
    void aSuspendedRouteIsUnavailableUntilItIsResumed() throws Exception {
        context.getRouteController().suspendRoute(ROUTE);
        assertEquals(Status.Code.UNAVAILABLE, Mails.sendAny(channel).getCode());

        context.getRouteController().resumeRoute(ROUTE);
        assertEquals(Status.Code.OK, Mails.sendAny(channel).getCode());
    }

    @Test
    void aRemovedRouteIsUnimplemented() throws Exception {
        context.getRouteController().stopRoute(ROUTE);
        context.removeRoute(ROUTE);

        assertEquals(Status.Code.UNIMPLEMENTED, Mails.sendAny(channel).getCode());
    }

    @Test
    void aReloadedRouteServesOnTheSameConnection() throws Exception {
        PluginHelper.getRoutesLoader(context)
                .updateRoutes(ResourceHelper.resolveMandatoryResource(context, "classpath:grpc/unary.camel.yaml"));

        assertEquals(Status.Code.OK, Mails.sendAny(channel).getCode());
    }

    @Test
    void twoRoutesForOneRpcAreRefused() {
        assertThrows(Exception.class, () -> PluginHelper.getRoutesLoader(context)
                .loadRoutes(
                        ResourceHelper.resolveMandatoryResource(context, "classpath:grpc/second-route.camel.yaml")));

        assertEquals(Status.Code.OK, Mails.sendAny(channel).getCode());
    }
}
