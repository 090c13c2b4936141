package com.sourceforgery.tachikoma.component.grpc;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.sourceforgery.tachikoma.testsupport.RawCall;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MalformedCallTest {
    private static final String INTERNAL = "13";
    private static final String INVALID_ARGUMENT = "3";
    private static final String UNIMPLEMENTED = "12";

    @RegisterExtension
    final GrpcTestServer server = new GrpcTestServer("unary.camel.yaml").bind("answer", new ProgrammedAnswer());

    /** What a client does after its headers. */
    private interface Act {
        void on(RawCall call);
    }

    private String statusOf(Act act, String... headers) throws Exception {
        try (RawCall call = RawCall.to(server.port(), "SendEmailUnary", headers)) {
            act.on(call);
            await().until(() -> call.trailers().containsKey("grpc-status")
                    || call.trailers().containsKey("failure"));
            assertFalse(call.trailers().getOrDefault("grpc-message", "").contains("Exception"), () -> call.trailers()
                    .toString());
            return call.trailers().get("grpc-status");
        }
    }

    @Test
    void bytesThatAreNoMessageAreInvalid() throws Exception {
        assertEquals(INVALID_ARGUMENT, statusOf(call -> call.sendMessage(new byte[] {(byte) 0xff, 1, 2, 3})));
    }

    @Test
    void aStringThatIsNotUtf8IsInvalid() throws Exception {
        byte[] message = {(byte) 0x8a, 0x13, 1, (byte) 0xff}; // signing_domain
        assertEquals(INVALID_ARGUMENT, statusOf(call -> call.sendMessage(message)));
    }

    @Test
    void noMessageIsInvalid() throws Exception {
        assertEquals(INVALID_ARGUMENT, statusOf(RawCall::end));
    }

    @Test
    void twoMessagesAreInvalid() throws Exception {
        assertEquals(INVALID_ARGUMENT, statusOf(call -> {
            call.sendFrame(0, 0, new byte[0]);
            call.sendMessage(new byte[0]);
        }));
    }

    @Test
    void aMessageThatIsCutShortIsAnError() throws Exception {
        assertEquals(INTERNAL, statusOf(call -> {
            call.sendFrame(0, 100, new byte[10]);
            call.end();
        }));
    }

    @Test
    void aCompressedMessageWithoutAnEncodingIsAnError() throws Exception {
        assertEquals(INTERNAL, statusOf(call -> {
            call.sendFrame(1, 4, "gzip".getBytes(StandardCharsets.US_ASCII));
            call.end();
        }));
    }

    @Test
    void anUnknownEncodingIsUnimplemented() throws Exception {
        assertEquals(UNIMPLEMENTED, statusOf(call -> call.sendMessage(new byte[0]), "grpc-encoding", "brotli"));
    }

    @Test
    void gzipThatIsNoneIsAnError() throws Exception {
        assertEquals(
                INTERNAL,
                statusOf(
                        call -> {
                            call.sendFrame(1, 4, "none".getBytes(StandardCharsets.US_ASCII));
                            call.end();
                        },
                        "grpc-encoding",
                        "gzip"));
    }

    @Test
    void aTimeoutThatIsNoneIsInvalid() throws Exception {
        assertEquals(INVALID_ARGUMENT, statusOf(call -> call.sendMessage(new byte[0]), "grpc-timeout", "soon"));
    }

    @Test
    void binaryMetadataThatIsNotBase64IsInvalid() throws Exception {
        assertEquals(INVALID_ARGUMENT, statusOf(call -> call.sendMessage(new byte[0]), "x-some-bin", "%%%"));
    }
}
