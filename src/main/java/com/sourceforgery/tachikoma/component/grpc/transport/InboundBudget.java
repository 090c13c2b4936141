package com.sourceforgery.tachikoma.component.grpc.transport;

import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the memory that request messages take together, half received ones too: a call that would go beyond is answered
 * RESOURCE_EXHAUSTED. A message counts with its size on the wire or decompressed, whichever is larger, until the next
 * message of its call begins or the call ends.
 */
final class InboundBudget extends ServerStreamTracer.Factory {
    private final long limit;
    private final AtomicLong taken = new AtomicLong();

    /** @param limit bytes */
    InboundBudget(long limit) {
        this.limit = limit;
    }

    @Override
    public ServerStreamTracer newServerStreamTracer(String fullMethodName, Metadata headers) {
        return new Share();
    }

    long taken() {
        return taken.get();
    }

    private void take(long bytes) {
        if (taken.addAndGet(bytes) > limit) {
            taken.addAndGet(-bytes);
            throw Status.RESOURCE_EXHAUSTED
                    .withDescription("The server has too many large requests in hand, try again")
                    .asRuntimeException();
        }
    }

    /** What one call has of the budget; bytes come from its event loop and from the thread that decompresses. */
    private final class Share extends ServerStreamTracer {
        private long wireBytes;
        private long expandedBytes;
        private long held;
        private boolean closed;

        @Override
        public synchronized void inboundMessage(int number) {
            if (number > 0) {
                release();
            }
        }

        @Override
        public synchronized void inboundWireSize(long bytes) {
            wireBytes += bytes;
            hold();
        }

        @Override
        public synchronized void inboundUncompressedSize(long bytes) {
            expandedBytes += bytes;
            hold();
        }

        private void hold() {
            long more = Math.max(wireBytes, expandedBytes) - held;
            if (more > 0 && !closed) {
                take(more);
                held += more;
            }
        }

        private void release() {
            taken.addAndGet(-held);
            held = 0;
            wireBytes = 0;
            expandedBytes = 0;
        }

        @Override
        public synchronized void streamClosed(Status status) {
            closed = true;
            release();
        }
    }
}
