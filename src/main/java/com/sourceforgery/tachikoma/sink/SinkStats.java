package com.sourceforgery.tachikoma.sink;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counters since the sink started. */
public final class SinkStats {
    /** What is counted. */
    public enum Counter {
        /** Mails taken. */
        MAILS,
        /** Their bytes. */
        BYTES,
        /** Recipients refused at RCPT. */
        REFUSED,
        /** Recipients by what became of them. */
        DELIVERED,
        DEFERRED,
        BOUNCED,
        EXPIRED
    }

    private final Map<Counter, LongAdder> counters = new ConcurrentHashMap<>();

    SinkStats() {
        for (Counter counter : Counter.values()) {
            counters.put(counter, new LongAdder());
        }
    }

    void add(Counter counter, long amount) {
        counters.get(counter).add(amount);
    }

    public long get(Counter counter) {
        return counters.get(counter).sum();
    }

    /** All counters by name in lower case. */
    Map<String, Long> snapshot() {
        Map<String, Long> values = new TreeMap<>();
        counters.forEach((counter, value) -> values.put(counter.name().toLowerCase(Locale.ROOT), value.sum()));
        return values;
    }
}
