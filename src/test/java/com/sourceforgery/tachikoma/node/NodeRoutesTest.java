package com.sourceforgery.tachikoma.node;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.common.net.HostAndPort;
import com.sourceforgery.tachikoma.component.maillog.MaillogComponent;
import com.sourceforgery.tachikoma.component.mtaqueue.MtaQueueComponent;
import com.sourceforgery.tachikoma.component.mtaqueue.ServerAddress;
import com.sourceforgery.tachikoma.component.mtaqueue.ServerTrust;
import com.sourceforgery.tachikoma.mta.DeliveryNotification;
import com.sourceforgery.tachikoma.mta.EmailMessage;
import com.sourceforgery.tachikoma.mta.MTAQueuedNotification;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.BindToRegistry;
import org.apache.camel.EndpointInject;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The node's routes as they are, with the webserver, Postfix and its log replaced. */
@CamelMainTest(
        propertyPlaceholderFileName = "application-node.properties",
        properties = {
            "tachikoma.smtp=127.0.0.1:25",
            "tachikoma.maillog=/nowhere/mail.log",
            "camel.main.routesIncludePattern=file:node-routes/*.camel.yaml",
            "camel.management.enabled=false"
        },
        replaceRouteFromWith = {"send-mail=direct:offered", "report-status=direct:logged"},
        mockEndpointsAndSkip = "smtp:.*|mta-queue:status")
class NodeRoutesTest {
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    @BindToRegistry("mta-queue")
    private final MtaQueueComponent mtaQueue = new MtaQueueComponent(
            ServerAddress.parse("URL", "http://example.com:secret@127.0.0.1:9/"), ServerTrust.DEFAULT);

    @BindToRegistry("answers")
    private final Answers answers = new Answers();

    @BindToRegistry("postfix")
    private final PostfixSender postfix = new PostfixSender(HostAndPort.fromParts("127.0.0.1", 9), "node.example.com");

    @BindToRegistry("maillog")
    private final MaillogComponent maillog;

    @BindToRegistry("journal")
    private final Journal journal;

    private final Path log;

    @EndpointInject("mock:smtp:127.0.0.1:25")
    private MockEndpoint smtp;

    @EndpointInject("mock:mta-queue:status")
    private MockEndpoint webserver;

    @EndpointInject("direct:offered")
    private ProducerTemplate offered;

    @EndpointInject("direct:logged")
    private ProducerTemplate logged;

    NodeRoutesTest() throws IOException {
        Path folder = Files.createTempDirectory("node-routes");
        log = folder.resolve("mail.log");
        Files.writeString(log, "Jan  5 09:30:00 mail postfix/master[1]: daemon started\n");
        maillog = new MaillogComponent(folder);
        AcceptanceProof proof = new AcceptanceProof(log);
        JournalLimits limits =
                new JournalLimits(1 << 20, 10, Duration.ofDays(3), Duration.ofSeconds(20), Duration.ofMillis(10));
        journal = new Journal(folder, limits, proof, new Doubts(() -> true, proof, Duration.ZERO), Clock.systemUTC());
    }

    @BeforeEach
    void postfixQueues() {
        smtp.reset();
        webserver.reset();
        smtp.whenAnyExchangeReceived(
                exchange -> exchange.getMessage().getBody(PostfixMessage.class).accepted("9F3A2C"));
    }

    private static EmailMessage mail() {
        int number = NUMBERS.incrementAndGet();
        return EmailMessage.newBuilder()
                .setEmailId(number)
                .setFrom("bounce-" + number + "@example.com")
                .setEmailAddress("anna@example.org")
                .build();
    }

    private MTAQueuedNotification offer(EmailMessage mail) {
        return offered.requestBody((Object) mail, MTAQueuedNotification.class);
    }

    private void postfixAnswers(Exception failure) {
        smtp.whenAnyExchangeReceived(exchange -> exchange.setException(failure));
    }

    @Test
    void aMailIsHandedToPostfixAndAnsweredWithItsQueueId() {
        EmailMessage mail = mail();
        assertEquals(
                MTAQueuedNotification.newBuilder()
                        .setEmailId(mail.getEmailId())
                        .setRecipientEmailAddress("anna@example.org")
                        .setSuccess(true)
                        .setQueueId("9F3A2C")
                        .build(),
                offer(mail));
    }

    @Test
    void aMailOfferedAgainIsAnsweredAndNotSentAgain() {
        EmailMessage mail = mail();
        offer(mail);
        assertEquals("9F3A2C", offer(mail).getQueueId());
        assertEquals(1, smtp.getReceivedCounter());
    }

    @Test
    void aRefusalForGoodIsAnsweredWithItsStatusAndText() {
        postfixAnswers(NotAcceptedException.forGood(SmtpReply.of(550, "550 5.1.1 no such user")));
        MTAQueuedNotification answer = offer(mail());
        assertFalse(answer.getSuccess());
        assertEquals("5.1.1", answer.getStatus());
        assertEquals("550 5.1.1 no such user", answer.getDiagnoseText());
    }

    @Test
    void aMailRefusedForNowIsSentWhenItIsOfferedAgain() {
        EmailMessage mail = mail();
        postfixAnswers(NotAcceptedException.later(SmtpReply.of(451, "451 4.3.0 try later")));
        MTAQueuedNotification answer = offer(mail);
        assertFalse(answer.getSuccess());
        assertEquals("", answer.getStatus());
        assertEquals("451 4.3.0 try later", answer.getDiagnoseText());
        postfixQueues();
        assertTrue(offer(mail).getSuccess());
    }

    @Test
    void aMailWhoseReplyWasLostIsAnsweredWithWhatTheLogShows() {
        EmailMessage mail = mail();
        smtp.whenAnyExchangeReceived(exchange -> {
            Files.writeString(
                    log,
                    "Jan  5 09:30:00 mail postfix/qmgr[1]: 77AB01: from=<" + mail.getFrom()
                            + ">, size=400, nrcpt=1 (queue active)\n",
                    StandardOpenOption.APPEND);
            exchange.setException(new InDoubtException("lost", null));
        });
        assertEquals("77AB01", offer(mail).getQueueId());
    }

    @Test
    void aMailWhoseReplyWasLostIsPutOffWhileTheLogIsSilent() {
        EmailMessage mail = mail();
        postfixAnswers(new InDoubtException("lost", null));
        assertFalse(offer(mail).getSuccess());
        postfixQueues();
        assertFalse(offer(mail).getSuccess());
        assertEquals(0, smtp.getReceivedCounter());
    }

    @Test
    void aReportIsToldToTheWebserver() throws Exception {
        webserver.expectedBodiesReceived(report());
        logged.sendBody(report());
        webserver.assertIsSatisfied();
    }

    @Test
    void aReportIsToldAgainUntilTheWebserverIsBack() throws Exception {
        webserver.whenExchangeReceived(1, fails(Status.UNAVAILABLE));
        webserver.whenExchangeReceived(2, fails(Status.UNAUTHENTICATED));
        Exchange exchange = logged.send(sent -> sent.getMessage().setBody(report()));
        assertFalse(exchange.isFailed());
        assertEquals(3, webserver.getReceivedCounter());
    }

    @Test
    void aReportThatTheWebserverRefusesBecomesADeadLetterWithAnAlarm() {
        ListAppender<ILoggingEvent> letters = new ListAppender<>();
        letters.start();
        ((Logger) LoggerFactory.getLogger("tachikoma.dead-letters")).addAppender(letters);
        webserver.whenAnyExchangeReceived(fails(Status.INVALID_ARGUMENT.withDescription("odd")));
        CompletableFuture<Exchange> sent = logged.asyncSend(
                logged.getDefaultEndpoint(), exchange -> exchange.getMessage().setBody(report()));
        await().atMost(Duration.ofMinutes(1)).until(sent::isDone);
        assertFalse(sent.join().isFailed());
        String alarm = letters.list.get(0).getFormattedMessage();
        assertTrue(alarm.startsWith("ALARM"), alarm);
        assertTrue(alarm.contains("log:42") && alarm.contains("9F3A2C") && alarm.contains("odd"), alarm);
    }

    private static org.apache.camel.Processor fails(Status status) {
        return exchange -> exchange.setException(status.asRuntimeException());
    }

    private static DeliveryNotification report() {
        return DeliveryNotification.newBuilder()
                .setQueueId("9F3A2C")
                .setStatus("2.0.0")
                .setCause("log:42")
                .build();
    }
}
