package com.sourceforgery.tachikoma.bounce;

import com.sun.management.ThreadMXBean;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.function.LongFunction;

/** A mail that is made while it is read, so that its size costs no memory; it knows how much of it was read. */
final class GeneratedMail extends InputStream {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final LongFunction<String> chunks;
    private byte[] chunk;
    private int position;
    private long next;
    private long allocated;
    private long read;

    /**
     * @param head its beginning
     * @param chunks what follows, by its number from 0; null ends it
     */
    GeneratedMail(String head, LongFunction<String> chunks) {
        this.chunk = head.getBytes(StandardCharsets.ISO_8859_1);
        this.chunks = chunks;
    }

    static GeneratedMail repeating(String head, String chunk, long times) {
        return new GeneratedMail(head, number -> number < times ? chunk : null);
    }

    long bytesRead() {
        return read;
    }

    /** Bytes that making the mail has allocated, on one thread. */
    long bytesAllocated() {
        return allocated;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
        while (position == chunk.length) {
            if (!makeNext()) {
                return -1;
            }
        }
        int count = Math.min(length, chunk.length - position);
        System.arraycopy(chunk, position, bytes, offset, count);
        position += count;
        read += count;
        return count;
    }

    private boolean makeNext() {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        String following = chunks.apply(next++);
        if (following != null) {
            chunk = following.getBytes(StandardCharsets.ISO_8859_1);
            position = 0;
        }
        allocated += THREADS.getCurrentThreadAllocatedBytes() - before;
        return following != null;
    }
}
