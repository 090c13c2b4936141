package com.sourceforgery.tachikoma.component.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeExchangeException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class NamedParametersTest {
    private static final DefaultCamelContext CONTEXT = new DefaultCamelContext();

    private final NamedParameters parameters = new NamedParameters();
    private final Exchange exchange = new DefaultExchange(CONTEXT);

    @BeforeAll
    static void start() {
        CONTEXT.start();
    }

    @AfterAll
    static void stop() {
        CONTEXT.stop();
    }

    private List<Object> values(String query, Object body) {
        exchange.getMessage().setBody(body);
        List<Object> values = new ArrayList<>();
        parameters
                .createPopulateIterator(query, "", parameters.count(query), exchange, body)
                .forEachRemaining(values::add);
        return values;
    }

    @Test
    void eachParameterBecomesAQuestionMarkAndCastsStay() {
        String query = "select :?id::bigint, :?rows::jsonb, ':' || 'x' where id = :?id and body = :?${body}";
        assertEquals(
                "select ?::bigint, ?::jsonb, ':' || 'x' where id = ? and body = ?",
                parameters.prepareQuery(query, true, exchange));
        assertEquals(4, parameters.count(query));
    }

    @Test
    void valuesComeFromTheBodyElseTheHeadersElseTheVariables() {
        exchange.getMessage().setHeader("b", "header");
        exchange.getMessage().setHeader("a", "not this");
        exchange.setVariable("c", "variable");
        exchange.setVariable("b", "nor this");
        assertEquals(List.of("body", "header", "variable"), values(":?a :?b :?c", Map.of("a", "body")));
    }

    @Test
    void anExpressionIsEvaluatedForEachExchange() {
        assertEquals(List.of("one"), values(":?${body}", "one"));
        assertEquals(List.of("two"), values(":?${body}", "two"));
    }

    @Test
    void nullIsAValueAndAMissingOneAnError() {
        assertEquals(Arrays.asList((Object) null), values(":?a", Collections.singletonMap("a", null)));
        RuntimeExchangeException missing =
                assertThrows(RuntimeExchangeException.class, () -> values(":?unheard", Map.of("a", 1)));
        assertTrue(missing.getMessage().contains(":#unheard"), missing.getMessage());
    }
}
