package com.sourceforgery.tachikoma.component.grpc.transport;

import io.grpc.internal.WritableBuffer;
import io.vertx.core.buffer.Buffer;

/** A piece of a serialised message, written by grpc-java and sent by Vert.x. */
final class BufferFrame implements WritableBuffer {
    private static final int MAX_SIZE = 1024 * 1024;

    private final int capacity;
    private final Buffer buffer;

    BufferFrame(int capacityHint) {
        capacity = Math.min(capacityHint, MAX_SIZE);
        buffer = Buffer.buffer(capacity);
    }

    Buffer buffer() {
        return buffer;
    }

    @Override
    public void write(byte[] source, int index, int length) {
        buffer.appendBytes(source, index, length);
    }

    @Override
    public void write(byte value) {
        buffer.appendByte(value);
    }

    @Override
    public int writableBytes() {
        return capacity - buffer.length();
    }

    @Override
    public int readableBytes() {
        return buffer.length();
    }

    @Override
    public void release() {}
}
