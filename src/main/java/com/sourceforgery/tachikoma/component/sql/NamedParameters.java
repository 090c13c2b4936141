package com.sourceforgery.tachikoma.component.sql;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.RuntimeExchangeException;
import org.apache.camel.component.sql.DefaultSqlPrepareStatementStrategy;

/**
 * Finds the parameters of a statement, {@code :#name} and {@code :#${expression}}, once, and their values for each exchange
 * in the body (a map), else the headers, else the variables.
 */
final class NamedParameters extends DefaultSqlPrepareStatementStrategy {
    /** Camel has made {@code :?name} of {@code :#name} by then. */
    private static final Pattern PARAMETER = Pattern.compile(":\\?(\\w+|\\$\\{[^}]*})");

    private final Map<String, Statement> statements = new ConcurrentHashMap<>();

    /** @param sql with question marks, as JDBC wants it */
    private record Statement(String sql, List<Parameter> parameters) {}

    @FunctionalInterface
    private interface Parameter {
        Object value(Exchange exchange, Map<?, ?> body);
    }

    /** How many values a statement takes. */
    int count(String query) {
        return (int) PARAMETER.matcher(query).results().count();
    }

    @Override
    public String prepareQuery(String query, boolean allowNamedParameters, Exchange exchange) {
        return statement(query, exchange).sql();
    }

    /** @throws RuntimeExchangeException when the exchange has no such value; null is one */
    @Override
    public Iterator<?> createPopulateIterator(
            String query, String preparedQuery, int expectedParams, Exchange exchange, Object body) {
        Map<?, ?> rows = body instanceof Map<?, ?> map ? map : Map.of();
        return statement(query, exchange).parameters().stream()
                .map(parameter -> parameter.value(exchange, rows))
                .collect(Collectors.toCollection(ArrayList::new))
                .iterator();
    }

    private Statement statement(String query, Exchange exchange) {
        Statement known = statements.get(query);
        return known != null ? known : statements.computeIfAbsent(query, unread -> read(unread, exchange));
    }

    private static Statement read(String query, Exchange exchange) {
        Matcher matcher = PARAMETER.matcher(query);
        List<Parameter> parameters = new ArrayList<>();
        String sql = matcher.replaceAll(found -> {
            parameters.add(parameter(found.group(1), exchange));
            return "?";
        });
        return new Statement(sql, List.copyOf(parameters));
    }

    private static Parameter parameter(String name, Exchange first) {
        if (name.startsWith("${")) {
            Expression expression = first.getContext().resolveLanguage("simple").createExpression(name);
            expression.init(first.getContext());
            return (exchange, body) -> expression.evaluate(exchange, Object.class);
        }
        return (exchange, body) -> {
            if (body.containsKey(name)) {
                return body.get(name);
            }
            Map<String, Object> headers = exchange.getMessage().getHeaders();
            if (headers.containsKey(name)) {
                return headers.get(name);
            }
            if (exchange.getVariables().containsKey(name)) {
                return exchange.getVariable(name);
            }
            throw new RuntimeExchangeException(
                    "Neither body, headers nor variables have a value for :#" + name, exchange);
        };
    }
}
