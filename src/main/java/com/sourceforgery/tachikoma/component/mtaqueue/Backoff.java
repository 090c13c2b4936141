package com.sourceforgery.tachikoma.component.mtaqueue;

import java.util.concurrent.ThreadLocalRandom;

/** Waiting times between attempts: doubling up to a limit, each shortened by up to half so that nodes do not march in step. */
final class Backoff {
    private final long firstMillis;
    private final long maxMillis;
    private long nextMillis;

    Backoff(long firstMillis, long maxMillis) {
        this.firstMillis = firstMillis;
        this.maxMillis = maxMillis;
        reset();
    }

    /** The wait before the next attempt, in milliseconds. */
    long next() {
        long wait = nextMillis;
        nextMillis = Math.min(maxMillis, nextMillis * 2);
        return wait / 2 + ThreadLocalRandom.current().nextLong(wait / 2 + 1);
    }

    /** An attempt succeeded: the next wait is the first one again. */
    void reset() {
        nextMillis = Math.min(firstMillis, maxMillis);
    }
}
