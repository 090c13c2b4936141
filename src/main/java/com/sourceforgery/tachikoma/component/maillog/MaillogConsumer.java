package com.sourceforgery.tachikoma.component.maillog;

import com.sourceforgery.tachikoma.mta.DeliveryNotification;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the log and makes an exchange of each delivery report (body {@link DeliveryNotification}), many in flight. A
 * line counts as dealt with when its exchanges have succeeded; one that failed is tried again. Reports of one mail to one recipient keep their order. At least once: after a crash, lines since the last
 * saved position come again, with the same causes.
 */
final class MaillogConsumer extends DefaultConsumer implements Suspendable {
    private static final Logger LOG = LoggerFactory.getLogger(MaillogConsumer.class);

    /** How much of what was dealt with is read again at the start, to know senders and recipients of queued mails. */
    private static final long RECALL_BYTES = 4 << 20;

    private final MaillogEndpoint endpoint;
    private final PositionFile positions;
    private final Semaphore room;
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();
    private ExecutorService follower;
    private ScheduledExecutorService clock;
    private DeliveryReports reports;
    private Watermark watermark;
    private long nextSave;

    MaillogConsumer(MaillogEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.positions = endpoint.position();
        this.room = new Semaphore(endpoint.getInFlight());
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        LogPosition position = positions.load().orElse(null);
        watermark = new Watermark(position);
        reports = new DeliveryReports();
        var executors = endpoint.getCamelContext().getExecutorServiceManager();
        clock = executors.newSingleThreadScheduledExecutor(this, "maillog-retry");
        follower = executors.newSingleThreadExecutor(this, "maillog");
        follower.execute(() -> follow(position));
    }

    private void follow(LogPosition from) {
        try {
            recallBefore(from);
            try (LogTrail trail = new LogTrail(endpoint.file(), from)) {
                while (isRunAllowed()) {
                    step(trail);
                }
            }
        } catch (IOException e) {
            LOG.error("ALARM: {} cannot be followed", endpoint.file(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void recallBefore(LogPosition position) throws IOException {
        if (position == null) {
            return;
        }
        LogPosition earlier = position.at(Math.max(0, position.offset() - RECALL_BYTES));
        try (LogTrail trail = new LogTrail(endpoint.file(), earlier)) {
            for (LogTrail.Line line = trail.next(); line != null; line = trail.next()) {
                if (!line.next().file().equals(position.file()) || line.next().offset() > position.offset()) {
                    return;
                }
                reports.recall(line.text());
            }
        }
    }

    private void step(LogTrail trail) throws InterruptedException {
        saveIfDue();
        LogTrail.Line line = isSuspendingOrSuspended() ? null : read(trail);
        if (line == null) {
            TimeUnit.MILLISECONDS.sleep(endpoint.getPoll());
            return;
        }
        List<DeliveryNotification> found =
                reports.of(line.text(), line.start().file() + ":" + line.start().offset());
        Runnable done = watermark.read(line.next(), found.size());
        for (DeliveryNotification report : found) {
            send(report, done);
        }
    }

    private LogTrail.Line read(LogTrail trail) {
        try {
            return trail.next();
        } catch (IOException e) {
            LOG.warn("{} cannot be read at the moment: {}", endpoint.file(), e.toString());
            return null;
        }
    }

    private void send(DeliveryNotification report, Runnable done) throws InterruptedException {
        String mail = report.getQueueId() + " " + report.getOriginalRecipient();
        while (!room.tryAcquire(endpoint.getPoll(), TimeUnit.MILLISECONDS)) {
            saveIfDue();
        }
        while (!underWay.add(mail)) {
            saveIfDue();
            TimeUnit.MILLISECONDS.sleep(1);
        }
        process(report, () -> {
            underWay.remove(mail);
            done.run();
            room.release();
        });
    }

    private void process(DeliveryNotification report, Runnable done) {
        Exchange exchange = createExchange(false);
        exchange.getIn().setBody(report);
        getAsyncProcessor().process(exchange, doneSync -> {
            Exception failure = exchange.getException();
            releaseExchange(exchange, false);
            if (failure == null) {
                done.run();
            } else if (isRunAllowed()) {
                LOG.warn("The report {} failed and is tried again: {}", report.getCause(), failure.toString());
                clock.schedule(() -> process(report, done), endpoint.getRetryDelay(), TimeUnit.MILLISECONDS);
            }
        });
    }

    private void saveIfDue() {
        if (System.nanoTime() - nextSave >= 0) {
            save();
            nextSave = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(endpoint.getSaveInterval());
        }
    }

    private void save() {
        try {
            positions.save(watermark.done());
        } catch (IOException e) {
            LOG.error("ALARM: the position in {} cannot be saved: {}", endpoint.file(), e.toString());
        }
    }

    @Override
    protected void doStop() throws Exception {
        var executors = endpoint.getCamelContext().getExecutorServiceManager();
        executors.shutdownGraceful(follower, 5_000);
        executors.shutdownNow(clock);
        save();
        super.doStop();
    }
}
