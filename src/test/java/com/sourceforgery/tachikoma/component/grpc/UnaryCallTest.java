package com.sourceforgery.tachikoma.component.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.Empty;
import com.sourceforgery.tachikoma.grpc.frontend.EmailAddress;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailQueueStatus;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailQueueStatusList;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.GetIncomingEmailRequest;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.MailDeliveryServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.mta.DeliveryNotification;
import com.sourceforgery.tachikoma.mta.MTADeliveryNotificationsGrpc;
import com.sourceforgery.tachikoma.mta.MTAEmailQueueGrpc;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class UnaryCallTest {
    @RegisterExtension
    final GrpcTestServer server = new GrpcTestServer("unary.camel.yaml").bind("answer", new Answer());

    public static final class Answer {
        public EmailQueueStatusList answer(OutgoingEmail request) {
            return EmailQueueStatusList.newBuilder()
                    .addList(EmailQueueStatus.newBuilder()
                            .setRecipient(EmailAddress.newBuilder().setEmail(request.getSigningDomain())))
                    .build();
        }
    }

    @Test
    void theBodyThatARouteLeavesIsTheResponse() {
        EmailQueueStatusList answer = MailDeliveryServiceGrpc.newBlockingStub(server.channel())
                .sendEmailUnary(OutgoingEmail.newBuilder()
                        .setSigningDomain("example.com")
                        .build());

        assertEquals("example.com", answer.getList(0).getRecipient().getEmail());
    }

    @Test
    void anRpcThatReturnsEmptyNeedsNoBody() {
        Empty answer = MTADeliveryNotificationsGrpc.newBlockingStub(server.channel())
                .setDeliveryStatus(DeliveryNotification.getDefaultInstance());

        assertEquals(Empty.getDefaultInstance(), answer);
    }

    @Test
    void anRpcWithoutARouteIsUnimplemented() {
        StatusRuntimeException failure = assertThrows(
                StatusRuntimeException.class, () -> MailDeliveryServiceGrpc.newBlockingStub(server.channel())
                        .getIncomingEmail(GetIncomingEmailRequest.getDefaultInstance()));

        assertEquals(Status.Code.UNIMPLEMENTED, failure.getStatus().getCode());
    }

    @Test
    void aServiceWithoutARouteIsUnimplemented() {
        StatusRuntimeException failure =
                assertThrows(StatusRuntimeException.class, () -> MTAEmailQueueGrpc.newBlockingStub(server.channel())
                        .incomingEmail(com.sourceforgery.tachikoma.mta.IncomingEmailMessage.getDefaultInstance()));

        assertEquals(Status.Code.UNIMPLEMENTED, failure.getStatus().getCode());
    }

    @Test
    void anHttpRouteIsServedOnTheSamePort() throws Exception {
        HttpResponse<String> page = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/page"))
                                .version(HttpClient.Version.HTTP_1_1)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertEquals("a page", page.body());
    }
}
