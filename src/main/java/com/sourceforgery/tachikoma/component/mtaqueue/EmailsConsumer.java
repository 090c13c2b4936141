package com.sourceforgery.tachikoma.component.mtaqueue;

import com.sourceforgery.tachikoma.mta.EmailMessage;
import com.sourceforgery.tachikoma.mta.MTAEmailQueueGrpc;
import com.sourceforgery.tachikoma.mta.MTAQueuedNotification;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a stream of mails open. Each mail becomes an InOut exchange with an {@link EmailMessage} as body, several at a
 * time; the {@link MTAQueuedNotification} that the route leaves as body is the answer. A failed exchange is answered
 * {@code success=false}, "later".
 *
 * <p>Mails in hand outlive the stream they came on: their answers go over whichever stream is open then. At a stop no new
 * mail is taken, those in hand are answered, then the stream is half-closed.
 */
final class EmailsConsumer extends DefaultConsumer implements EmailStream.Owner, ShutdownAware, Suspendable {
    private static final Logger LOG = LoggerFactory.getLogger(EmailsConsumer.class);
    private static final long FAREWELL_MILLIS = 5_000;

    private final MtaQueueEndpoint endpoint;
    private final Backoff backoff;
    private final Queue<MTAQueuedNotification> unsent = new ArrayDeque<>();
    private ExecutorService workers;
    private ScheduledExecutorService clock;
    private EmailStream stream;
    private EmailStream leaving;
    private int inHand;
    private boolean taking;

    EmailsConsumer(MtaQueueEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.backoff = new Backoff(endpoint.getReconnectDelay(), endpoint.getReconnectDelayMax());
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        setHealthCheck(new ConnectionHealthCheck(endpoint.getComponent().address(), this::isConnected));
        var executors = endpoint.getCamelContext().getExecutorServiceManager();
        workers = executors.newFixedThreadPool(this, "mta-queue-emails", endpoint.getConcurrency());
        clock = executors.newSingleThreadScheduledExecutor(this, "mta-queue-clock");
        clock.scheduleAtFixedRate(
                this::showSignOfLife, endpoint.getKeepAlive(), endpoint.getKeepAlive(), TimeUnit.MILLISECONDS);
        long glance = Math.max(1, endpoint.getSilenceLimit() / 10);
        clock.scheduleAtFixedRate(this::dropSilentStream, glance, glance, TimeUnit.MILLISECONDS);
        taking = true;
        connect();
    }

    private synchronized boolean isConnected() {
        return stream != null && stream.isHeard();
    }

    private synchronized void connect() {
        if (!taking && unsent.isEmpty() && inHand == 0) {
            return;
        }
        LOG.info("Connecting to {}", endpoint.getComponent().address());
        endpoint.getComponent().channel().resetConnectBackoff();
        stream = new EmailStream(this, taking ? endpoint.getConcurrency() - inHand : 0);
        MTAEmailQueueGrpc.newStub(endpoint.getComponent().channel()).getEmailsWithKeepAlive(stream);
    }

    @Override
    public synchronized void established(EmailStream from) {
        if (from == stream) {
            while (!unsent.isEmpty()) {
                stream.answer(unsent.remove());
            }
        }
    }

    @Override
    public synchronized void heard(EmailStream from) {
        backoff.reset();
    }

    @Override
    public synchronized void mail(EmailStream from, EmailMessage mail) {
        if (!taking) {
            return;
        }
        inHand++;
        workers.execute(() -> send(mail));
    }

    private void send(EmailMessage mail) {
        Exchange exchange = createExchange(false);
        exchange.setPattern(ExchangePattern.InOut);
        exchange.getIn().setBody(mail);
        getAsyncProcessor().process(exchange, doneSync -> {
            try {
                answer(answerOf(exchange, mail));
            } finally {
                releaseExchange(exchange, false);
            }
        });
    }

    private MTAQueuedNotification answerOf(Exchange exchange, EmailMessage mail) {
        MTAQueuedNotification answer =
                exchange.isFailed() ? null : exchange.getMessage().getBody(MTAQueuedNotification.class);
        if (answer != null) {
            return answer;
        }
        LOG.warn("Mail {} is put off: {}", mail.getEmailId(), reason(exchange));
        return MTAQueuedNotification.newBuilder()
                .setEmailId(mail.getEmailId())
                .setRecipientEmailAddress(mail.getEmailAddress())
                .build();
    }

    private static String reason(Exchange exchange) {
        return exchange.getException() == null
                ? "the route left no answer"
                : exchange.getException().toString();
    }

    private synchronized void answer(MTAQueuedNotification answer) {
        inHand--;
        if (stream != null && stream.isEstablished()) {
            stream.answer(answer);
        } else {
            unsent.add(answer);
        }
        if (stream != null && taking) {
            stream.askForMore(1);
        }
    }

    @Override
    public synchronized void ended(EmailStream ended, Throwable failure) {
        if (ended == leaving) {
            leaving = null;
            notifyAll();
        }
        if (ended == stream) {
            stream = null;
            long wait = backoff.next();
            LOG.warn(
                    "The stream from {} ended, next try in {} ms: {}",
                    endpoint.getComponent().address(),
                    wait,
                    failure == null ? "the server closed it" : failure.toString());
            clock.schedule(this::connect, wait, TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void showSignOfLife() {
        if (stream != null && stream.isEstablished()) {
            stream.answer(MTAQueuedNotification.getDefaultInstance());
        }
    }

    private synchronized void dropSilentStream() {
        if (stream != null && stream.isSilentFor(TimeUnit.MILLISECONDS.toNanos(endpoint.getSilenceLimit()))) {
            stream.cancel("The server said nothing for " + endpoint.getSilenceLimit() + " ms");
        }
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask task) {
        return true;
    }

    @Override
    public synchronized int getPendingExchangesSize() {
        return inHand;
    }

    @Override
    public synchronized void prepareShutdown(boolean suspendOnly, boolean forced) {
        taking = false;
    }

    @Override
    protected synchronized void doSuspend() {
        taking = false;
    }

    @Override
    protected synchronized void doResume() {
        taking = true;
        if (stream == null) {
            connect();
        } else {
            // The server believes that what it sent meanwhile is in hand; a new stream tells it otherwise.
            stream.cancel("The node takes mail again");
        }
    }

    @Override
    protected void doStop() throws Exception {
        sayFarewell();
        var executors = endpoint.getCamelContext().getExecutorServiceManager();
        executors.shutdownNow(clock);
        executors.shutdown(workers);
        super.doStop();
    }

    // Half-closing lets the answers that are still in the connection's buffers arrive before it goes.
    private synchronized void sayFarewell() {
        taking = false;
        if (stream == null) {
            return;
        }
        leaving = stream;
        stream = null;
        leaving.halfClose();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(FAREWELL_MILLIS);
        try {
            while (leaving != null && System.nanoTime() < end) {
                TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (leaving != null) {
            leaving.cancel("The node stops");
        }
    }
}
