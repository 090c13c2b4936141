package com.sourceforgery.tachikoma.component.mtaqueue;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.sourceforgery.tachikoma.mta.EmailMessage;
import com.sourceforgery.tachikoma.mta.MTAQueuedNotification;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.health.ConsumersHealthCheckRepository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmailsConsumerTest {
    private final Hand hand = new Hand();
    private FakeWebserver webserver;
    private CamelContext camel;

    /** Where the route leaves each mail until the test lets it go on. */
    public static final class Hand {
        private final ConcurrentHashMap<Long, CompletableFuture<Object>> mails = new ConcurrentHashMap<>();
        private final List<Long> order = new CopyOnWriteArrayList<>();

        public CompletableFuture<Object> take(EmailMessage mail) {
            order.add(mail.getEmailId());
            return mails.computeIfAbsent(mail.getEmailId(), id -> new CompletableFuture<>());
        }

        private void queued(long id) {
            mails.get(id)
                    .complete(MTAQueuedNotification.newBuilder()
                            .setEmailId(id)
                            .setQueueId("Q" + id)
                            .setSuccess(true)
                            .build());
        }
    }

    @BeforeEach
    void listen() throws Exception {
        webserver = new FakeWebserver();
    }

    @AfterEach
    void stop() throws Exception {
        hand.mails.values().forEach(mail -> mail.complete(null));
        camel.close();
        webserver.close();
    }

    private void start(String options) throws Exception {
        camel = new DefaultCamelContext();
        HealthCheckRegistry.get(camel).register(new ConsumersHealthCheckRepository());
        camel.getShutdownStrategy().setTimeout(5);
        camel.getRegistry()
                .bind(
                        "mta-queue",
                        new MtaQueueComponent(ServerAddress.parse("URL", webserver.url()), ServerTrust.DEFAULT));
        camel.getRegistry().bind("hand", hand);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("mta-queue:emails?reconnectDelay=10&reconnectDelayMax=50" + options)
                        .routeId("send-mail")
                        .to("bean:hand?method=take");
            }
        });
        camel.start();
        await().until(webserver::isConnected);
    }

    private void offer(long... ids) {
        for (long id : ids) {
            webserver.offer(id, "bounce-" + id + "@example.com", id + "@example.org");
        }
    }

    private Set<Long> answered() {
        return webserver.answers.stream().map(MTAQueuedNotification::getEmailId).collect(Collectors.toSet());
    }

    @Test
    void theNodeSaysWhoItIs() throws Exception {
        start("");
        assertEquals("example.com:secret", webserver.apiTokens.get(0));
    }

    @Test
    void aMailIsAnsweredWithWhatTheRouteLeaves() throws Exception {
        start("");
        offer(1);
        await().until(() -> hand.order.size() == 1);
        hand.queued(1);
        await().until(() -> !webserver.answers.isEmpty());
        assertEquals("Q1", webserver.answers.get(0).getQueueId());
    }

    @Test
    void aMailWhoseExchangeFailsIsPutOff() throws Exception {
        start("");
        offer(1);
        await().until(() -> hand.order.size() == 1);
        hand.mails.get(1L).completeExceptionally(new IllegalStateException("no luck"));
        await().until(() -> !webserver.answers.isEmpty());
        assertEquals(
                MTAQueuedNotification.newBuilder()
                        .setEmailId(1)
                        .setRecipientEmailAddress("1@example.org")
                        .build(),
                webserver.answers.get(0));
    }

    @Test
    void aMailForWhichTheRouteLeavesNoAnswerIsPutOff() throws Exception {
        start("");
        offer(1);
        await().until(() -> hand.order.size() == 1);
        hand.mails.get(1L).complete("something else");
        await().until(() -> !webserver.answers.isEmpty());
        assertFalse(webserver.answers.get(0).getSuccess());
    }

    @Test
    void severalMailsAreInHandAtOnceButNoMoreThanAllowed() throws Exception {
        start("&concurrency=2");
        offer(1, 2, 3, 4);
        await().until(() -> hand.order.size() == 2);
        hand.queued(2);
        await().until(() -> hand.order.size() == 3);
        assertEquals(Set.of(2L), answered());
        hand.queued(1);
        await().until(() -> hand.order.size() == 4);
        hand.queued(3);
        hand.queued(4);
        await().until(() -> answered().equals(Set.of(1L, 2L, 3L, 4L)));
    }

    @Test
    void keepAlivesOfTheServerTakeNoRoom() throws Exception {
        start("&concurrency=1");
        for (int i = 0; i < 5; i++) {
            webserver.keepAlive();
        }
        offer(1);
        await().until(() -> hand.order.size() == 1);
    }

    @Test
    void theNodeShowsSignsOfLife() throws Exception {
        start("&keepAlive=10");
        await().until(() -> webserver.signsOfLife.get() > 3);
    }

    @Test
    void aBrokenStreamIsOpenedAgainAndMailsInHandAreAnsweredOnTheNewOne() throws Exception {
        start("");
        offer(1);
        await().until(() -> hand.order.size() == 1);
        webserver.breakStream();
        await().until(webserver::isConnected);
        offer(2);
        await().until(() -> hand.order.size() == 2);
        hand.queued(1);
        hand.queued(2);
        await().until(() -> answered().equals(Set.of(1L, 2L)));
        assertEquals(2, webserver.streamsOpened.get());
    }

    @Test
    void anAnswerWithoutAStreamWaitsForTheNextOne() throws Exception {
        start("");
        offer(1);
        webserver.keepAlive();
        await().until(() -> hand.order.size() == 1 && isReady());
        int port = webserver.port();
        webserver.close();
        await().until(() -> !isReady());
        hand.queued(1);
        webserver = new FakeWebserver(port);
        await().until(() -> answered().equals(Set.of(1L)));
    }

    @Test
    void aSilentServerIsLeftForANewStream() throws Exception {
        start("&silenceLimit=100");
        await().until(() -> webserver.streamsOpened.get() > 2);
    }

    @Test
    void theNodeIsReadyWhileItHearsTheServer() throws Exception {
        start("");
        webserver.keepAlive();
        await().until(this::isReady);
        webserver.close();
        await().until(() -> !isReady());
    }

    private boolean isReady() {
        return HealthCheckHelper.invokeReadiness(camel).stream()
                .filter(result -> result.getCheck().getId().equals("consumer:send-mail"))
                .anyMatch(result -> result.getState() == HealthCheck.State.UP);
    }

    @Test
    void atTheStopMailsInHandAreAnsweredBeforeTheStreamIsHalfClosed() throws Exception {
        start("");
        offer(1);
        await().until(() -> hand.order.size() == 1);
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> camel.stop());
        await().until(() -> camel.getStatus() == ServiceStatus.Stopping);
        assertEquals(0, webserver.streamsHalfClosed.get());
        hand.queued(1);
        stopped.get();
        assertEquals(Set.of(1L), answered());
        assertEquals(1, webserver.streamsHalfClosed.get());
    }

    @Test
    void aSuspendedRouteTakesNoMailAndAResumedOneDoes() throws Exception {
        start("");
        camel.getRouteController().suspendRoute("send-mail");
        offer(1);
        camel.getRouteController().resumeRoute("send-mail");
        await().until(() -> webserver.streamsOpened.get() == 2 && webserver.isConnected());
        offer(2);
        await().until(() -> hand.order.contains(2L));
        assertEquals(List.of(2L), hand.order);
    }
}
