package com.sourceforgery.tachikoma.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import com.sourceforgery.tachikoma.account.Caller;
import com.sourceforgery.tachikoma.account.Role;
import com.sourceforgery.tachikoma.call.Outage;
import com.sourceforgery.tachikoma.deadletter.DeadLetters;
import com.sourceforgery.tachikoma.mta.DeliveryNotification;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.UncategorizedSQLException;

/** {@code routes/status.camel.yaml} when a report cannot be stored. */
class ReportsInAnOutageTest {
    private static final DeliveryNotification REPORT = DeliveryNotification.newBuilder()
            .setQueueId("Q1")
            .setOriginalRecipient("ada@world.example")
            .setStatus("2.0.0")
            .build();

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final List<Object> kept = new CopyOnWriteArrayList<>();
    private Exception failure;

    /** Calls come in by {@code direct:}, whatever their options. */
    private static final class Calls extends DirectComponent {
        @Override
        protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> options) throws Exception {
            options.clear();
            return super.createEndpoint(uri, remaining, options);
        }
    }

    @BeforeEach
    void start() throws Exception {
        context.getPropertiesComponent().addInitialProperty("tachikoma.listen", "test");
        context.addComponent("grpc", new Calls());
        context.getRegistry().bind("outage", new Outage());
        context.getRegistry().bind("deadLetters", new DeadLetters());
        context.getRegistry().bind("statusReports", new StatusReports(Clock.systemUTC()));
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.resolveResource(
                        context, "file:" + Path.of("routes/status.camel.yaml").toAbsolutePath()));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:account-backend")
                        .setVariable("caller", () -> new Caller(1, 1, Role.BACKEND, 1, "example.com", null, null));
                from("direct:deadletter-keep").process(exchange -> kept.add(exchange.getVariable("cause")));
                from("group:status-store").process(exchange -> {
                    throw failure;
                });
            }
        });
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private Exception answer() {
        Exchange exchange = context.createProducerTemplate()
                .request("grpc:test/com.sourceforgery.tachikoma.mta.MTADeliveryNotifications", call -> call.getMessage()
                        .setBody(REPORT));
        return exchange.getException();
    }

    @Test
    void aReportThatTheDatabaseCouldNotTakeIsRefusedSoThatTheNodeTellsItAgain() {
        failure = new CannotGetJdbcConnectionException("refused", new SQLTransientConnectionException());
        assertSame(failure, answer());
        failure = new UncategorizedSQLException("store", null, new SQLException("terminating", "57P01"));
        assertSame(failure, answer());
        assertEquals(List.of(), kept);
    }

    @Test
    void aReportThatTheDatabaseWillNeverTakeIsKeptAndAnsweredWithOk() {
        failure = new DataAccessResourceFailureException("store", new SQLException("index row too large", "54000"));
        assertNull(answer());
        assertEquals(1, kept.size());
    }
}
