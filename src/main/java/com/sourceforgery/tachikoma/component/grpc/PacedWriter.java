package com.sourceforgery.tachikoma.component.grpc;

import com.google.protobuf.Message;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Queue;

/**
 * Writes to a stream no faster than its client reads, without a thread that waits: what comes next is asked for when all is
 * written. Takes over the stream's {@link GrpcStream#onReady(Runnable)}.
 */
public final class PacedWriter {
    private final GrpcStream stream;
    private final Queue<Message> unwritten = new ArrayDeque<>();
    private Runnable whenWritten;

    public PacedWriter(GrpcStream stream) {
        this.stream = stream;
        stream.onReady(this::writeWhatFits);
    }

    /**
     * Writes messages after those of earlier calls.
     *
     * @param whenWritten runs once when nothing is left to write; replaces the task of an earlier call that has not run
     */
    public void write(Collection<? extends Message> messages, Runnable whenWritten) {
        synchronized (this) {
            unwritten.addAll(messages);
            this.whenWritten = whenWritten;
        }
        writeWhatFits();
    }

    /** Whether all is written. */
    public synchronized boolean isIdle() {
        return unwritten.isEmpty();
    }

    private void writeWhatFits() {
        Runnable next = null;
        synchronized (this) {
            while (!unwritten.isEmpty() && stream.isReady()) {
                stream.write(unwritten.remove());
            }
            if (unwritten.isEmpty()) {
                next = whenWritten;
                whenWritten = null;
            }
        }
        if (next != null) {
            next.run();
        }
    }
}
