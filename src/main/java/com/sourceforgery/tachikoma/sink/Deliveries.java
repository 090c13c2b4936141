package com.sourceforgery.tachikoma.sink;

import com.sourceforgery.tachikoma.sink.SinkStats.Counter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Plays Postfix's queue manager and SMTP client: delivers at once, puts off, bounces and expires as the recipients ask
 * for, and says so in the log. Mails that wait are kept in memory only, at most {@value #MAX_WAITING}.
 */
final class Deliveries implements AutoCloseable {
    private static final int MAX_WAITING = 100_000;

    private final PostfixLog log;
    private final SinkStats stats;
    private final QueueIds queueIds;
    private final Duration retryDelay;
    private final AtomicInteger waiting = new AtomicInteger();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "sink-queue");
        thread.setDaemon(true);
        return thread;
    });

    Deliveries(PostfixLog log, SinkStats stats, QueueIds queueIds, Duration retryDelay) {
        this.log = log;
        this.stats = stats;
        this.queueIds = queueIds;
        this.retryDelay = retryDelay;
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    boolean isFull() {
        return waiting.get() >= MAX_WAITING;
    }

    /** Takes over a mail that was just stored. */
    void take(StoredMail mail) {
        List<String> recipients =
                mail.recipients().stream().map(StoredMail.Recipient::address).toList();
        Attempt attempt = new Attempt(mail, recipients, Instant.parse(mail.time()), 0);
        log.accepted(mail);
        log.active(mail, recipients.size());
        Duration slowness = Behaviour.slowness(recipients);
        if (slowness.isZero()) {
            deliver(attempt);
        } else {
            later(slowness, () -> deliver(attempt));
        }
    }

    private void deliver(Attempt attempt) {
        List<String> left = attempt.recipients().stream()
                .filter(recipient -> !isSettled(attempt, recipient))
                .toList();
        if (left.isEmpty()) {
            log.removed(attempt.mail());
        } else {
            later(retryDelay, () -> retry(new Attempt(attempt.mail(), left, attempt.since(), attempt.number() + 1)));
        }
    }

    private void retry(Attempt attempt) {
        boolean expires = attempt.recipients().stream()
                .allMatch(recipient -> Behaviour.of(recipient).kind() == Behaviour.Kind.EXPIRE);
        if (expires) {
            log.expired(attempt.mail());
            log.removed(attempt.mail());
            stats.add(Counter.EXPIRED, attempt.recipients().size());
        } else {
            log.active(attempt.mail(), attempt.recipients().size());
            deliver(attempt);
        }
    }

    private boolean isSettled(Attempt attempt, String recipient) {
        StoredMail mail = attempt.mail();
        Behaviour behaviour = Behaviour.of(recipient);
        Duration age = Duration.between(attempt.since(), Instant.now());
        boolean deferred = behaviour.kind() == Behaviour.Kind.EXPIRE
                || behaviour.kind() == Behaviour.Kind.DEFER && attempt.number() < behaviour.count();
        if (deferred) {
            log.deferred(mail, recipient, age, behaviour);
            stats.add(Counter.DEFERRED, 1);
        } else if (behaviour.kind() == Behaviour.Kind.BOUNCE) {
            log.bounced(mail, recipient, age, behaviour);
            stats.add(Counter.BOUNCED, 1);
        } else {
            log.sent(mail, recipient, age, queueIds.next());
            stats.add(Counter.DELIVERED, 1);
        }
        return !deferred;
    }

    private void later(Duration delay, Runnable task) {
        waiting.incrementAndGet();
        timer.schedule(
                () -> {
                    waiting.decrementAndGet();
                    task.run();
                },
                delay.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /**
     * @param recipients those without an outcome
     * @param number how often delivery was tried before
     */
    private record Attempt(StoredMail mail, List<String> recipients, Instant since, int number) {}

    /** Forgets what waits. */
    @Override
    public void close() {
        timer.shutdownNow();
    }
}
