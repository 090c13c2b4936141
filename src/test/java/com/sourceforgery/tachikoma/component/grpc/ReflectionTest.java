package com.sourceforgery.tachikoma.component.grpc;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.mta.MTADeliveryNotificationsGrpc;
import com.sourceforgery.tachikoma.mta.MTAEmailQueueGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReflectionTest {
    @RegisterExtension
    final GrpcTestServer server = new GrpcTestServer("unary.camel.yaml").bind("answer", new ProgrammedAnswer());

    private ServerReflectionResponse ask(ServerReflectionRequest request) {
        ReceivedStream<ServerReflectionResponse> received = new ReceivedStream<>();
        StreamObserver<ServerReflectionRequest> requests =
                ServerReflectionGrpc.newStub(server.channel()).serverReflectionInfo(received);
        requests.onNext(request);
        requests.onCompleted();
        await().until(received::isCompleted);
        return received.messages().get(0);
    }

    @Test
    void theServicesWithRoutesAreListed() {
        List<String> names = ask(
                        ServerReflectionRequest.newBuilder().setListServices("").build())
                .getListServicesResponse()
                .getServiceList()
                .stream()
                .map(ServiceResponse::getName)
                .toList();

        assertTrue(names.contains(MTADeliveryNotificationsGrpc.SERVICE_NAME), names::toString);
        assertTrue(names.contains("grpc.health.v1.Health"), names::toString);
        assertFalse(names.contains(MTAEmailQueueGrpc.SERVICE_NAME), names::toString);
    }

    @Test
    void theFileOfAServiceIsDescribed() {
        ServerReflectionResponse answer = ask(ServerReflectionRequest.newBuilder()
                .setFileContainingSymbol(MTADeliveryNotificationsGrpc.SERVICE_NAME)
                .build());

        assertTrue(answer.getFileDescriptorResponse().getFileDescriptorProtoCount() > 0);
    }

    @Test
    void olderToolsAskByTheAlphaName() {
        ReceivedStream<io.grpc.reflection.v1alpha.ServerReflectionResponse> received = new ReceivedStream<>();
        StreamObserver<io.grpc.reflection.v1alpha.ServerReflectionRequest> requests =
                io.grpc.reflection.v1alpha.ServerReflectionGrpc.newStub(server.channel())
                        .serverReflectionInfo(received);
        requests.onNext(io.grpc.reflection.v1alpha.ServerReflectionRequest.newBuilder()
                .setListServices("")
                .build());
        requests.onCompleted();

        await().until(received::isCompleted);
        assertTrue(received.messages().get(0).getListServicesResponse().getServiceCount() > 0);
    }
}
