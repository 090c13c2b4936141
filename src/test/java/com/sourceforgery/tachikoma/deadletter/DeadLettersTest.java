package com.sourceforgery.tachikoma.deadletter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sourceforgery.tachikoma.mta.DeliveryNotification;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Map;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
    private final DeadLetters letters = new DeadLetters();

    private String text(Object body) {
        return new String(letters.payload(body), StandardCharsets.UTF_8);
    }

    @Test
    void aMessageIsKeptAsItsBytesAndNamesItsType() {
        DeliveryNotification report =
                DeliveryNotification.newBuilder().setQueueId("4F9D").build();

        assertArrayEquals(report.toByteArray(), letters.payload(report));
        assertEquals(
                "application/x-protobuf; messageType=com.sourceforgery.tachikoma.mta.DeliveryNotification",
                letters.type(report));
    }

    @Test
    void aRowIsKeptAsJson() {
        assertEquals("{\"event_id\":7}", text(Map.of("event_id", 7)));
        assertEquals("application/json", letters.type(Map.of()));
    }

    @Test
    void bytesAndTextAreKeptAsTheyAre() {
        byte[] bytes = {0, 1};
        assertArrayEquals(bytes, letters.payload(bytes));
        assertEquals("application/octet-stream", letters.type(bytes));
        assertEquals("å", text("å"));
        assertEquals("text/plain; charset=utf-8", letters.type("å"));
    }

    @Test
    void theCauseTellsWhereItBeganAndNothingOfCamel() {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        assertEquals("no status", letters.cause(new IllegalArgumentException("no status")));
        assertEquals(
                "bad grammar: no such table",
                letters.cause(new IllegalStateException(
                        "bad grammar", new RuntimeException(new SQLException("no such table")))));
        assertEquals(
                "no such table",
                letters.cause(new CamelExecutionException(
                        "wrapped",
                        exchange,
                        new CamelExchangeException("again", exchange, new SQLException("no such table")))));
        assertEquals("java.lang.NullPointerException", letters.cause(new NullPointerException()));
    }
}
