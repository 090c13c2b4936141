package com.sourceforgery.tachikoma.component.group;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/** Where exchanges wait for the next group. */
final class Gathering {
    /** An exchange whose route goes on by its callback. */
    record Member(Exchange exchange, AsyncCallback callback) {}

    /** Ends a wait for a group. */
    private static final Member NOBODY = new Member(null, null);

    private final String name;
    private final LinkedBlockingQueue<Member> waiting = new LinkedBlockingQueue<>();

    Gathering(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    /** Whether there was room. */
    boolean offer(Member member, int capacity) {
        return waiting.size() < capacity && waiting.offer(member);
    }

    /** All that waits, at most {@code maxSize}; empty when nothing came in time or the wait was ended. */
    List<Member> take(int maxSize, long timeoutMillis) throws InterruptedException {
        Member first = waiting.poll(timeoutMillis, TimeUnit.MILLISECONDS);
        if (first == null || first == NOBODY) {
            return List.of();
        }
        List<Member> group = new ArrayList<>();
        group.add(first);
        waiting.drainTo(group, maxSize - 1);
        group.removeIf(NOBODY::equals);
        return group;
    }

    /** Ends the wait of one that takes. */
    void endWait() {
        waiting.add(NOBODY);
    }

    /** What still waits, for a stop. */
    List<Member> drain() {
        List<Member> rest = new ArrayList<>();
        waiting.drainTo(rest);
        rest.removeIf(NOBODY::equals);
        return rest;
    }

    int size() {
        return waiting.size();
    }
}
