package com.sourceforgery.tachikoma.accept;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.MailDeliveryServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Mails;
import com.sourceforgery.tachikoma.testsupport.RealServices;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

class FailureLogIT {
    @RegisterExtension
    static final RealServices services = new RealServices();

    @TempDir
    static Path folder;

    static Installation installation;

    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeAll
    static void start() throws Exception {
        installation = new Installation(services, folder);
        installation.startWebserver();
    }

    @AfterAll
    static void stop() throws Exception {
        installation.close();
    }

    @BeforeEach
    void listen() {
        log.start();
        root.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        root.detachAppender(log);
    }

    private List<String> logged() {
        return List.copyOf(log.list).stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private static Status refusal(OutgoingEmail mail) {
        return assertThrows(
                        StatusRuntimeException.class,
                        () -> installation.delivery().sendEmailUnary(mail))
                .getStatus();
    }

    @Test
    void aClientsMistakeIsTheClientsAlone() {
        assertEquals(
                Status.Code.INVALID_ARGUMENT,
                refusal(Mails.to("no address").build()).getCode());
        assertEquals(
                Status.Code.UNAUTHENTICATED,
                assertThrows(StatusRuntimeException.class, () -> Installation.withToken(
                                        "example.com:wrong",
                                        MailDeliveryServiceGrpc.newBlockingStub(installation.channel()))
                                .sendEmailUnary(Mails.to("ada@world.example").build()))
                        .getStatus()
                        .getCode());

        assertEquals(List.of(), logged());
    }

    @Test
    void aFailureOfOursIsLoggedOnceWithTheIdThatTheClientWasTold() {
        JdbcTemplate database = new JdbcTemplate(services.dataSource());
        database.execute("alter table request_attachment rename to elsewhere");
        try {
            Status status = refusal(Mails.to("ada@world.example").build());

            assertEquals(Status.Code.INTERNAL, status.getCode());
            assertTrue(status.getDescription().matches("Internal error [0-9a-f]{16}"), status.getDescription());
            assertEquals(List.of(status.getDescription()), logged());
        } finally {
            database.execute("alter table elsewhere rename to request_attachment");
        }
    }
}
