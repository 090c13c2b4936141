package com.sourceforgery.tachikoma.component.grpc;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sourceforgery.tachikoma.mta.MTADeliveryNotificationsGrpc;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HealthServiceTest {
    private final AtomicBoolean ready = new AtomicBoolean(true);

    @RegisterExtension
    final GrpcTestServer server = new GrpcTestServer("unary.camel.yaml")
            .bind("answer", new ProgrammedAnswer())
            .options(options -> options.setReadiness(ready::get));

    private ServingStatus check(String service) {
        return HealthGrpc.newBlockingStub(server.channel())
                .check(HealthCheckRequest.newBuilder().setService(service).build())
                .getStatus();
    }

    @Test
    void allServicesAreServingWhenTheServerIsReady() {
        await().until(() -> check("") == ServingStatus.SERVING);
        await().ignoreException(StatusRuntimeException.class)
                .until(() -> check(MTADeliveryNotificationsGrpc.SERVICE_NAME) == ServingStatus.SERVING);
    }

    @Test
    void aWatcherIsToldOfChanges() {
        ReceivedStream<HealthCheckResponse> received = new ReceivedStream<>();
        await().until(() -> check("") == ServingStatus.SERVING);
        HealthGrpc.newStub(server.channel()).watch(HealthCheckRequest.getDefaultInstance(), received);
        await().until(() -> received.messages().size() == 1);
        ready.set(false);

        await().until(() -> received.messages().size() == 2);
        assertEquals(ServingStatus.NOT_SERVING, received.messages().get(1).getStatus());
    }

    @Test
    void aServiceWithoutARouteIsNotFound() {
        assertEquals(
                Status.Code.NOT_FOUND,
                Mails.statusOf(() -> check("com.example.Unknown")).getCode());
    }
}
