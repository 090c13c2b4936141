package com.sourceforgery.tachikoma.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.MailDeliveryServiceGrpc;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Mails;
import com.sourceforgery.tachikoma.testsupport.RealServices;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class RefusedCallersIT {
    @RegisterExtension
    static final RealServices services = new RealServices();

    private static final class Lines extends AppenderBase<ILoggingEvent> {
        private final List<String> all = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            if (event.getFormattedMessage().contains("is refused")) {
                all.add(event.getFormattedMessage());
            }
        }
    }

    @Test
    void aCallerWithAWrongTokenIsLoggedWithTheAddressThatTheProxyTells(@TempDir Path folder) throws Exception {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level level = root.getLevel();
        Lines lines = new Lines();
        lines.start();
        try (Installation installation =
                new Installation(services, folder).with("OVERRIDING_REMOTE_IP_HEADER", "X-Real-IP")) {
            installation.startWebserver();
            root.setLevel(Level.INFO);
            root.addAppender(lines);

            Status status = send(installation, "203.0.113.9");

            assertEquals(Status.Code.UNAUTHENTICATED, status.getCode());
            assertEquals(
                    List.of(
                            "203.0.113.9 is refused SendEmailUnary: no credentials, wrong ones, or a role that may not"),
                    lines.all);
        } finally {
            root.detachAppender(lines);
            root.setLevel(level);
        }
    }

    private static Status send(Installation installation, String address) {
        Metadata metadata = new Metadata();
        metadata.put(Metadata.Key.of("x-real-ip", Metadata.ASCII_STRING_MARSHALLER), address);
        var stub = Installation.withToken(
                        Installation.DOMAIN + ":wrong", MailDeliveryServiceGrpc.newBlockingStub(installation.channel()))
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata));
        return assertThrows(
                        StatusRuntimeException.class,
                        () -> stub.sendEmailUnary(Mails.to("ada@world.example").build()))
                .getStatus();
    }
}
