package com.sourceforgery.tachikoma.component.grpc;

import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailQueueStatusList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;

/** A bean at the end of a route that does what its test says; without that it answers an empty list. */
public final class ProgrammedAnswer {
    /** What to do with an exchange. */
    interface Step {
        Object apply(Exchange exchange) throws Exception;
    }

    private volatile Step step = exchange -> EmailQueueStatusList.getDefaultInstance();

    void will(Step next) {
        step = next;
    }

    @Handler
    public CompletionStage<?> answer(Exchange exchange) throws Exception {
        Object answer = step.apply(exchange);
        return answer instanceof CompletionStage<?> later ? later : CompletableFuture.completedStage(answer);
    }
}
