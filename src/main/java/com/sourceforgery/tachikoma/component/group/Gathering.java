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

    /** All that waits, at most {@code maxSize}; empty when nothing came in time. */
    List<Member> take(int maxSize, long timeoutMillis) throws InterruptedException {
        Member first = waiting.poll(timeoutMillis, TimeUnit.MILLISECONDS);
        if (first == null) {
            return List.of();
        }
        List<Member> group = new ArrayList<>();
        group.add(first);
        waiting.drainTo(group, maxSize - 1);
        return group;
    }

    /** What still waits, for a stop. */
    List<Member> drain() {
        List<Member> rest = new ArrayList<>();
        waiting.drainTo(rest);
        return rest;
    }

    int size() {
        return waiting.size();
    }
}
