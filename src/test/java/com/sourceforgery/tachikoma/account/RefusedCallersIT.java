package com.sourceforgery.tachikoma.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.MailDeliveryServiceGrpc;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.LoggedLines;
import com.sourceforgery.tachikoma.testsupport.Mails;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

class RefusedCallersIT {
    @RegisterExtension
    static final Installation installation =
            Installation.ofWebserver().with("OVERRIDING_REMOTE_IP_HEADER", "X-Real-IP");

    @AutoClose
    private final LoggedLines log = new LoggedLines();

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Level level = root.getLevel();

    @BeforeEach
    void logCalls() {
        root.setLevel(Level.INFO);
    }

    @AfterEach
    void logAsBefore() {
        root.setLevel(level);
    }

    @Test
    void aCallerWithAWrongTokenIsLoggedWithTheAddressThatTheProxyTells() {
        Status status = send("203.0.113.9");

        assertEquals(Status.Code.UNAUTHENTICATED, status.getCode());
        assertEquals(
                List.of(
                        "INFO 203.0.113.9 is refused SendEmailUnary: no credentials, wrong ones, or a role that may not"),
                log.with("is refused"));
    }

    private static Status send(String address) {
        var stub = installation.withToken(Installation.DOMAIN + ":wrong", MailDeliveryServiceGrpc::newBlockingStub);
        return assertThrows(StatusRuntimeException.class, () -> Installation.withHeader("x-real-ip", address, stub)
                        .sendEmailUnary(Mails.to("ada@world.example").build()))
                .getStatus();
    }
}
