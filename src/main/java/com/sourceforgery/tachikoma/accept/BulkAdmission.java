package com.sourceforgery.tachikoma.accept;

import com.sourceforgery.tachikoma.budget.Budget;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Bounds the memory of all large requests in hand; small requests pass at once and never wait behind them. */
public final class BulkAdmission {
    /** Rows to store and statuses to answer. */
    private static final long BYTES_PER_RECIPIENT = 600;

    private final long small;
    private final Budget bytes;

    /**
     * @param small most bytes of memory of a request that passes at once
     * @param bytes most bytes of memory of larger requests at a time; one that needs more is alone
     */
    public BulkAdmission(long small, long bytes) {
        this.small = small;
        this.bytes = new Budget(bytes);
    }

    /** Completes with the request when there is room for it; the room is given back by {@link #leave}. */
    public CompletionStage<OutgoingEmail> admit(OutgoingEmail request) {
        long needed = memory(request);
        return needed <= small
                ? CompletableFuture.completedFuture(request)
                // on a thread of its own, since the one that makes room has an answer to send
                : bytes.acquire(needed).thenApplyAsync(admitted -> request);
    }

    /** Gives back the room of an admitted request. */
    public void leave(OutgoingEmail request) {
        long needed = memory(request);
        if (needed > small) {
            bytes.release(needed);
        }
    }

    /** The request, a copy of its contents and one on the way to the database; then what its recipients need. */
    private static long memory(OutgoingEmail request) {
        return 3L * request.getSerializedSize() + BYTES_PER_RECIPIENT * request.getRecipientsCount();
    }
}
