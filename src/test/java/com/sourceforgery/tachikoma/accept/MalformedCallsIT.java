package com.sourceforgery.tachikoma.accept;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Mails;
import com.sourceforgery.tachikoma.testsupport.RawCall;
import io.grpc.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Bytes that are no request, or more than one may have, are refused, and nothing of them is stored. */
class MalformedCallsIT {
    @RegisterExtension
    static final Installation installation = Installation.ofWebserver();

    @AfterEach
    void nothingIsStored() {
        MailTables.assertEmpty(installation.database());
    }

    /** What a client of its own rules does after its headers, with the right token. */
    private interface Act {
        void on(RawCall call);
    }

    private static void assertRawRefused(String answer, Act act, String... headers) throws Exception {
        List<String> all = new ArrayList<>(List.of("x-apitoken", installation.apiToken("FRONTEND_ADMIN")));
        all.addAll(List.of(headers));
        try (RawCall call = RawCall.to(installation.port(), "SendEmailUnary", all.toArray(String[]::new))) {
            act.on(call);
            await().until(() -> call.trailers().containsKey("grpc-status")
                    || call.trailers().containsKey("failure"));
            Map<String, String> trailers = call.trailers();
            assertEquals(
                    answer,
                    Status.fromCodeValue(Integer.parseInt(trailers.get("grpc-status")))
                                    .getCode()
                            + ": "
                            + URLDecoder.decode(trailers.get("grpc-message"), StandardCharsets.UTF_8));
        }
    }

    @Test
    void bytesThatAreNoMessageAreInvalid() throws Exception {
        String answer = "INVALID_ARGUMENT: The request is not a message of the type that this rpc takes";
        assertRawRefused(answer, call -> call.sendMessage(new byte[] {(byte) 0xff, 1, 2, 3}));
        byte[] cut = Mails.to("ada@world.example").build().toByteArray();
        assertRawRefused(answer, call -> call.sendMessage(Arrays.copyOf(cut, cut.length - 3)));
    }

    @Test
    void noMessageAndTwoMessagesAreInvalid() throws Exception {
        byte[] mail = Mails.to("ada@world.example").build().toByteArray();
        assertRawRefused("INVALID_ARGUMENT: This rpc takes a request message", RawCall::end);
        assertRawRefused("INVALID_ARGUMENT: This rpc takes one request message", call -> {
            call.sendFrame(0, mail.length, mail);
            call.sendMessage(mail);
        });
    }

    @Test
    void aGzipBombIsNotExpanded() throws Exception {
        OutgoingEmail.Builder mail = Mails.to("ada@world.example");
        mail.getStaticBuilder().setHtmlBody("x".repeat(100 * 1024 * 1024));
        byte[] bomb = gzip(mail.build());
        assertTrue(bomb.length < 1024 * 1024);
        assertRawRefused(
                "RESOURCE_EXHAUSTED: Decompressed gRPC message exceeds maximum size 36700160",
                call -> {
                    call.sendFrame(1, bomb.length, bomb);
                    call.end();
                },
                "grpc-encoding",
                "gzip");
    }

    private static byte[] gzip(OutgoingEmail mail) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(compressed)) {
            mail.writeTo(gzip);
        }
        return compressed.toByteArray();
    }

    @Test
    void aFrameThatIsLongerThanAnyMessageMayBeIsRefusedBeforeItHasCome() throws Exception {
        assertRawRefused(
                "RESOURCE_EXHAUSTED: gRPC message exceeds maximum size 36700160: 2147483647",
                call -> call.sendFrame(0, Integer.MAX_VALUE, new byte[1024]));
    }
}
