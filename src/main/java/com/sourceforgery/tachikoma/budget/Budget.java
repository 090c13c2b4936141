package com.sourceforgery.tachikoma.budget;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/** Bounds what is in hand at a time; who has to wait, waits without a thread, first come first served. */
public final class Budget {
    private record Waiting(long amount, CompletableFuture<Void> admitted) {}

    private final long limit;
    private final Queue<Waiting> queue = new ArrayDeque<>();
    private long inHand;

    /** @param limit in the unit of the amounts, for example bytes */
    public Budget(long limit) {
        this.limit = limit;
    }

    /** Completes when there is room; something larger than the limit is admitted when it is alone. */
    public CompletableFuture<Void> acquire(long amount) {
        CompletableFuture<Void> admitted = new CompletableFuture<>();
        synchronized (this) {
            if (!queue.isEmpty() || !fits(amount)) {
                queue.add(new Waiting(amount, admitted));
                return admitted;
            }
            inHand += amount;
        }
        admitted.complete(null);
        return admitted;
    }

    /** Gives back what was acquired. */
    public void release(long amount) {
        List<CompletableFuture<Void>> admitted = new ArrayList<>();
        synchronized (this) {
            inHand -= amount;
            while (!queue.isEmpty() && fits(queue.peek().amount())) {
                Waiting next = queue.remove();
                inHand += next.amount();
                admitted.add(next.admitted());
            }
        }
        admitted.forEach(next -> next.complete(null));
    }

    private boolean fits(long amount) {
        return inHand == 0 || inHand + amount <= limit;
    }
}
