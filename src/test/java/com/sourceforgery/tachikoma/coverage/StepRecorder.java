package com.sourceforgery.tachikoma.coverage;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/** Remembers which steps of YAML routes an exchange has come to. */
final class StepRecorder implements InterceptStrategy {
    private final Map<String, AtomicBoolean> reached = new ConcurrentHashMap<>();

    /** Each step as {@code <file>:<line>}. */
    Stream<String> reached() {
        return reached.entrySet().stream().filter(step -> step.getValue().get()).map(Map.Entry::getKey);
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor next) {
        if (definition.getLocation() == null) {
            return target;
        }
        AtomicBoolean mark = reached.computeIfAbsent(
                definition.getLocation() + ":" + definition.getLineNumber(), step -> new AtomicBoolean());
        return new DelegateAsyncProcessor(target) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                mark.setPlain(true);
                return super.process(exchange, callback);
            }
        };
    }
}
