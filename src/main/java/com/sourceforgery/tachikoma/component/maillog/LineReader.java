package com.sourceforgery.tachikoma.component.maillog;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Complete lines of a stream that may still grow. A line without its end is waited for; one over the limit is cut, its
 * rest skipped; bytes that are no UTF-8 become U+FFFD.
 */
public final class LineReader implements Closeable {
    static final int MAX_LINE_BYTES = 1 << 16;

    private final InputStream in;
    private final byte[] buffer = new byte[MAX_LINE_BYTES];
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private int next;
    private int end;
    private long begunBytes;
    private long offset;

    /** @param offset how many bytes of the stream to leave out; a stream that has fewer is closed */
    public LineReader(InputStream in, long offset) throws IOException {
        this.in = in;
        try {
            in.skipNBytes(offset);
        } catch (IOException e) {
            in.close();
            throw e;
        }
        this.offset = offset;
    }

    /** The next line without its end, or null while there is none. */
    public String next() throws IOException {
        while (true) {
            for (int i = next; i < end; i++) {
                if (buffer[i] == '\n') {
                    keep(i);
                    next = i + 1;
                    return line(1);
                }
            }
            keep(end);
            end = in.read(buffer);
            next = 0;
            if (end <= 0) {
                end = 0;
                return null;
            }
        }
    }

    /** What stands after the last line end, or null; for a file that will not grow any more. */
    public String rest() {
        return begunBytes == 0 ? null : line(0);
    }

    /** Where the next line begins. */
    public long offset() {
        return offset;
    }

    private void keep(int upTo) {
        begun.write(buffer, next, Math.min(upTo - next, MAX_LINE_BYTES - begun.size()));
        begunBytes += upTo - next;
    }

    private String line(int lineEndBytes) {
        String line = begun.toString(StandardCharsets.UTF_8);
        begun.reset();
        offset += begunBytes + lineEndBytes;
        begunBytes = 0;
        return line;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
