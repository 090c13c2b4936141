package com.sourceforgery.tachikoma.lint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.Stream;

/** A RabbitMQ consumer keeps its queue over a restart of the broker and acknowledges by itself: the defaults lose mail. */
final class BrokerRule implements Rule {
    private static final Map<String, String> WANTED = Map.of("acknowledgeMode", "MANUAL", "arg.queue.durable", "true");

    @Override
    public Stream<Finding> check(RouteFile file, Project project) {
        return file.endpoints()
                .filter(endpoint -> endpoint.key().equals("from"))
                .filter(endpoint -> endpoint.value().path("uri").asText().startsWith("spring-rabbitmq:"))
                .flatMap(consumer -> check(file, consumer));
    }

    private static Stream<Finding> check(RouteFile file, RouteFile.Item consumer) {
        JsonNode parameters = consumer.value().path("parameters");
        return WANTED.entrySet().stream()
                .filter(option -> !parameters.path(option.getKey()).asText().equals(option.getValue()))
                .map(option -> file.finding(
                        consumer,
                        "A consumer of RabbitMQ has " + option.getKey() + " " + option.getValue()
                                + ", else it loses what it cannot handle."));
    }
}
