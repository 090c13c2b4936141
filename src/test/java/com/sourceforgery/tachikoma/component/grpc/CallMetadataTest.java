package com.sourceforgery.tachikoma.component.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailQueueStatusList;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CallMetadataTest {
    private final ProgrammedAnswer answer = new ProgrammedAnswer();
    private final AtomicReference<GrpcCall> call = new AtomicReference<>();
    private final AtomicReference<Map<String, Object>> headers = new AtomicReference<>();

    @RegisterExtension
    final GrpcTestServer server = new GrpcTestServer("unary.camel.yaml")
            .bind("answer", answer)
            .options(options -> {
                options.allowMetadata("X-Real-Ip");
                options.setClientAddressHeader("X-Forwarded-For");
            });

    @BeforeEach
    void note() {
        answer.will(exchange -> {
            call.set(exchange.getProperty(GrpcCall.PROPERTY, GrpcCall.class));
            headers.set(Map.copyOf(exchange.getMessage().getHeaders()));
            return EmailQueueStatusList.getDefaultInstance();
        });
    }

    private void sendWith(String... namesAndValues) {
        Metadata metadata = new Metadata();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            metadata.put(Metadata.Key.of(namesAndValues[i], Metadata.ASCII_STRING_MARSHALLER), namesAndValues[i + 1]);
        }
        Mails.send(
                ClientInterceptors.intercept(server.channel(), MetadataUtils.newAttachHeadersInterceptor(metadata)),
                OutgoingEmail.getDefaultInstance());
    }

    @Test
    void allowedMetadataIsSeenByItsName() {
        sendWith("x-apitoken", "example.com:token", "x-real-ip", "192.0.2.1");

        assertEquals(Optional.of("example.com:token"), call.get().metadata("X-ApiToken"));
        assertEquals(Optional.of("192.0.2.1"), call.get().metadata("x-real-ip"));
    }

    @Test
    void otherMetadataIsNotSeen() {
        sendWith("x-other", "value");

        assertTrue(call.get().metadata("x-other").isEmpty());
    }

    @Test
    void noMetadataBecomesAHeader() {
        sendWith(
                "x-apitoken", "token",
                "camelsqlquery", "drop table account",
                "camelbeanmethodname", "toString",
                "mail.smtp.host", "192.0.2.1");

        assertEquals(Map.of(), headers.get());
    }

    @Test
    void theCallKnowsItsNameAndItsClient() {
        sendWith();

        assertEquals(
                "com.sourceforgery.tachikoma.grpc.frontend.maildelivery.MailDeliveryService",
                call.get().service());
        assertEquals("SendEmailUnary", call.get().method());
        assertEquals("127.0.0.1", call.get().remoteAddress().getAddress().getHostAddress());
        assertFalse(call.get().timeLeft().isPresent());
    }

    @Test
    void theNearestProxyTellsTheClientsAddress() {
        sendWith("x-forwarded-for", "203.0.113.9, 2001:db8::7");

        assertEquals("2001:db8::7", call.get().clientAddress());
    }

    @Test
    void whatIsNoAddressIsNotBelieved() {
        sendWith("x-forwarded-for", "proxy.example.com");

        assertEquals("127.0.0.1", call.get().clientAddress());
    }

    @Test
    void withoutAProxyTheConnectionTellsTheClientsAddress() {
        sendWith();

        assertEquals("127.0.0.1", call.get().clientAddress());
    }

    @Test
    void theExchangeIsOneThatWantsAnAnswer() {
        AtomicReference<Exchange> seen = new AtomicReference<>();
        answer.will(exchange -> {
            seen.set(exchange);
            return EmailQueueStatusList.getDefaultInstance();
        });
        sendWith();

        assertTrue(seen.get().getPattern().isOutCapable());
    }
}
