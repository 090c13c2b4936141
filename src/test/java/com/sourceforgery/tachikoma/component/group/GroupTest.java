package com.sourceforgery.tachikoma.component.group;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.call.CallFailure;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GroupTest {
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final List<List<?>> groups = new CopyOnWriteArrayList<>();
    private final CountDownLatch firstMayEnd = new CountDownLatch(1);
    private volatile String poison = "none";
    private volatile Exception poisonFailure = new IllegalArgumentException("poison");

    @BeforeEach
    void start() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:send").to("group:work?capacity=50");
                from("group:work?maxSize=10").process(GroupTest.this::handle);
            }
        });
        context.start();
    }

    @AfterEach
    void stop() {
        firstMayEnd.countDown();
        context.stop();
    }

    private void handle(Exchange exchange) throws Exception {
        List<?> bodies = exchange.getMessage().getBody(List.class);
        groups.add(bodies);
        if (bodies.contains("first")) {
            firstMayEnd.await(10, TimeUnit.SECONDS);
        }
        if (bodies.contains(poison)) {
            throw poisonFailure;
        }
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = bodies.size(); i >= 1; i--) {
            if (!"unanswered".equals(bodies.get(i - 1))) {
                rows.add(Map.of("position", (long) i, "answer", "re: " + bodies.get(i - 1)));
            }
        }
        exchange.getMessage().setBody(rows);
    }

    private Future<Exchange> send(String body) {
        return context.createFluentProducerTemplate()
                .to("direct:send")
                .withBody(body)
                .asyncSend();
    }

    private static Object answer(Future<Exchange> sent) throws Exception {
        Exchange exchange = sent.get(10, TimeUnit.SECONDS);
        return exchange.getMessage().getBody() instanceof Map<?, ?> row ? row.get("answer") : null;
    }

    private static Exception failure(Future<Exchange> sent) throws Exception {
        return sent.get(10, TimeUnit.SECONDS).getException();
    }

    private Future<Exchange> occupyTheRoute() {
        Future<Exchange> first = send("first");
        await().until(() -> groups.size() == 1);
        return first;
    }

    @Test
    void aLoneExchangeIsAGroupAtOnce() throws Exception {
        assertEquals("re: alone", answer(send("alone")));
        assertEquals(List.of(List.of("alone")), groups);
    }

    @Test
    void whatGathersWhileAGroupRunsIsTheNextGroupUpToItsSize() throws Exception {
        occupyTheRoute();
        List<Future<Exchange>> sent =
                IntStream.range(0, 15).mapToObj(i -> send("m" + i)).toList();
        await().until(() -> context.getInflightRepository().size() >= 17);
        firstMayEnd.countDown();
        for (Future<Exchange> each : sent) {
            answer(each);
        }
        assertEquals(List.of(1, 10, 5), groups.stream().map(List::size).toList());
    }

    @Test
    void eachSenderGetsItsOwnPartOfTheResult() throws Exception {
        occupyTheRoute();
        Future<Exchange> a = send("a");
        Future<Exchange> unanswered = send("unanswered");
        Future<Exchange> b = send("b");
        firstMayEnd.countDown();
        assertEquals("re: a", answer(a));
        assertNull(answer(unanswered));
        assertEquals("re: b", answer(b));
    }

    @Test
    void oneThatFailsSpoilsNoneOfTheOthers() throws Exception {
        poison = "bad";
        occupyTheRoute();
        Future<Exchange> a = send("a");
        Future<Exchange> bad = send("bad");
        Future<Exchange> b = send("b");
        firstMayEnd.countDown();
        assertEquals("re: a", answer(a));
        assertEquals("re: b", answer(b));
        assertEquals("poison", failure(bad).getMessage());
    }

    @Test
    void whenAServiceIsAwayTheGroupIsNotTriedByHalves() throws Exception {
        poison = "a";
        poisonFailure = new SQLTransientConnectionException("no database");
        occupyTheRoute();
        Future<Exchange> a = send("a");
        Future<Exchange> b = send("b");
        await().until(() -> context.getInflightRepository().size() >= 4);
        firstMayEnd.countDown();
        assertInstanceOf(SQLTransientConnectionException.class, failure(a));
        assertInstanceOf(SQLTransientConnectionException.class, failure(b));
        assertEquals(2, groups.size());
    }

    @Test
    void moreThanCanWaitIsRefusedAsUnavailable() throws Exception {
        occupyTheRoute();
        List<Future<Exchange>> sent =
                IntStream.range(0, 51).mapToObj(i -> send("m" + i)).toList();
        await().until(() -> sent.stream().anyMatch(Future::isDone));
        Future<Exchange> refused =
                sent.stream().filter(Future::isDone).findFirst().orElseThrow();
        assertEquals(
                CallFailure.Reason.UNAVAILABLE,
                assertInstanceOf(CallFailure.class, failure(refused)).reason());
    }

    @Test
    void aStopFinishesWhatWaits() throws Exception {
        Future<Exchange> first = occupyTheRoute();
        Future<Exchange> waiting = send("waiting");
        await().until(() -> context.getInflightRepository().size() >= 3);
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(context::stop);
        firstMayEnd.countDown();
        stopped.get(20, TimeUnit.SECONDS);
        assertEquals("re: first", answer(first));
        assertTrue(waiting.isDone());
        assertEquals("re: waiting", answer(waiting));
    }
}
