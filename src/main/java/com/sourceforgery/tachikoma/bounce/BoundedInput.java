package com.sourceforgery.tachikoma.bounce;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The beginning of a stream, and whether it was the stream that failed or what was made of it. */
final class BoundedInput extends InputStream {
    private final InputStream source;
    private long left;
    private IOException fault;

    BoundedInput(InputStream source, long most) {
        this.source = source;
        this.left = most;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (left <= 0) {
            return -1;
        }
        try {
            int read = source.read(bytes, offset, (int) Math.min(length, left));
            left -= Math.max(read, 0);
            return read;
        } catch (IOException e) {
            fault = e;
            throw e;
        }
    }

    /** @throws UncheckedIOException when the source could not be read: its end is not the mail's */
    void requireSound() {
        if (fault != null) {
            throw new UncheckedIOException(fault);
        }
    }
}
