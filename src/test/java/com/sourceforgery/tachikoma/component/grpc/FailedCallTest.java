package com.sourceforgery.tachikoma.component.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.rpc.BadRequest;
import com.sourceforgery.tachikoma.call.CallFailure;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FailedCallTest {
    private final ProgrammedAnswer answer = new ProgrammedAnswer();

    @RegisterExtension
    final GrpcTestServer server = new GrpcTestServer("unary.camel.yaml").bind("answer", answer);

    @Test
    void theDetailsOfARefusalReachTheClient() throws Exception {
        answer.will(exchange -> {
            throw CallFailure.invalid("from", "is of another domain: Möller");
        });

        StatusRuntimeException failure = assertThrows(
                StatusRuntimeException.class, () -> Mails.send(server.channel(), OutgoingEmail.getDefaultInstance()));

        assertEquals("from: is of another domain: Möller", failure.getStatus().getDescription());
        BadRequest broken = StatusProto.fromThrowable(failure).getDetails(0).unpack(BadRequest.class);
        assertEquals("from", broken.getFieldViolations(0).getField());
    }

    @Test
    void anUnforeseenFailureReachesTheClientAsAnId() {
        answer.will(exchange -> {
            throw new IllegalStateException("a secret");
        });

        Status status = Mails.sendAny(server.channel());

        assertEquals(Status.Code.INTERNAL, status.getCode());
        assertTrue(status.getDescription().startsWith("Internal error "));
    }

    @Test
    void aBodyOfAnotherTypeIsInternal() {
        answer.will(exchange -> "not a message");

        assertEquals(Status.Code.INTERNAL, Mails.sendAny(server.channel()).getCode());
    }

    @Test
    void noBodyIsInternal() {
        answer.will(exchange -> {
            exchange.getMessage().setBody(null);
            return null;
        });

        assertEquals(Status.Code.INTERNAL, Mails.sendAny(server.channel()).getCode());
    }
}
