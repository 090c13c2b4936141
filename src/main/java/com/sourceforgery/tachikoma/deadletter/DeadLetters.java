package com.sourceforgery.tachikoma.deadletter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Message;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.springframework.core.NestedExceptionUtils;

/** How the payload of a dead letter is stored. */
public final class DeadLetters {
    /** Camel wraps them around a failure; they name an exchange, which tells an operator nothing. */
    private static final Set<String> WRAPPERS =
            Set.of("org.apache.camel.CamelExecutionException", "org.apache.camel.CamelExchangeException");

    private final ObjectMapper json = new ObjectMapper();

    /** Bytes of a body: of a protobuf message its encoding, of a row its JSON, of anything else its text. */
    public byte[] payload(Object body) {
        if (body instanceof Message message) {
            return message.toByteArray();
        }
        if (body instanceof byte[] bytes) {
            return bytes;
        }
        return text(body).getBytes(StandardCharsets.UTF_8);
    }

    private String text(Object body) {
        try {
            return body instanceof Map<?, ?> ? json.writeValueAsString(body) : String.valueOf(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("A row that is no JSON", e);
        }
    }

    /** Media type of that payload; a protobuf message names its type. */
    public String type(Object body) {
        if (body instanceof Message message) {
            return "application/x-protobuf; messageType="
                    + message.getDescriptorForType().getFullName();
        }
        if (body instanceof Map<?, ?>) {
            return "application/json";
        }
        return body instanceof byte[] ? "application/octet-stream" : "text/plain; charset=utf-8";
    }

    /** What an operator needs to know of a failure: its message and, where it has causes, that of the first one. */
    public String cause(Throwable failure) {
        Throwable thrown = withoutExchange(failure);
        Throwable root = NestedExceptionUtils.getMostSpecificCause(thrown);
        return root == thrown ? message(thrown) : message(thrown) + ": " + message(root);
    }

    private static Throwable withoutExchange(Throwable failure) {
        Throwable thrown = failure;
        while (thrown.getCause() != null && WRAPPERS.contains(thrown.getClass().getName())) {
            thrown = thrown.getCause();
        }
        return thrown;
    }

    private static String message(Throwable failure) {
        return failure.getMessage() == null ? failure.getClass().getName() : failure.getMessage();
    }
}
