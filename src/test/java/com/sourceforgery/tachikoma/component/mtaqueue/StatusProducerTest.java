package com.sourceforgery.tachikoma.component.mtaqueue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sourceforgery.tachikoma.mta.DeliveryNotification;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatusProducerTest {
    private static final DeliveryNotification REPORT =
            DeliveryNotification.newBuilder().setQueueId("9F3A2C").build();

    private FakeWebserver webserver;
    private CamelContext camel;

    @BeforeEach
    void start() throws Exception {
        webserver = new FakeWebserver();
        camel = new DefaultCamelContext();
        camel.getRegistry()
                .bind(
                        "mta-queue",
                        new MtaQueueComponent(ServerAddress.parse("URL", webserver.url()), ServerTrust.DEFAULT));
        camel.start();
    }

    @AfterEach
    void stop() throws Exception {
        camel.close();
        webserver.close();
    }

    private Status.Code failure() {
        CamelExecutionException failure =
                assertThrows(CamelExecutionException.class, () -> camel.createProducerTemplate()
                        .sendBody("mta-queue:status?timeout=5000", REPORT));
        return ((StatusRuntimeException) failure.getCause()).getStatus().getCode();
    }

    @Test
    void aReportReachesTheWebserver() {
        camel.createProducerTemplate().sendBody("mta-queue:status", REPORT);
        assertEquals(List.of(REPORT), webserver.reports);
        assertEquals("example.com:secret", webserver.apiTokens.get(0));
    }

    @Test
    void manyReportsAreUnderWayAtOnce() throws Exception {
        List<CompletableFuture<Object>> under = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            under.add(camel.createProducerTemplate().asyncSendBody("mta-queue:status", REPORT));
        }
        for (CompletableFuture<Object> one : under) {
            one.get();
        }
        assertEquals(200, webserver.reports.size());
    }

    @Test
    void aRefusalFailsTheExchangeWithTheServersStatus() {
        webserver.reportStatus = Status.INVALID_ARGUMENT;
        assertEquals(Status.Code.INVALID_ARGUMENT, failure());
    }

    @Test
    void aServerThatIsDownIsUnavailable() throws Exception {
        webserver.close();
        assertEquals(Status.Code.UNAVAILABLE, failure());
    }

    @Test
    void aBodyThatIsNoReportFailsTheExchange() {
        assertThrows(CamelExecutionException.class, () -> camel.createProducerTemplate()
                .sendBody("mta-queue:status", "no report"));
    }
}
