package com.sourceforgery.tachikoma.component.grpc;

import com.google.protobuf.Message;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** The answering side of a call, for any number of threads; what comes after its end is dropped. */
final class Reply {
    private final ServerCall<Request, Message> call;
    private boolean headersSent;
    private boolean closed;

    Reply(ServerCall<Request, Message> call) {
        this.call = call;
    }

    /** Sends the response headers before there is anything to send. */
    synchronized void sendHeaders() {
        if (!closed && !headersSent) {
            headersSent = true;
            call.sendHeaders(new Metadata());
        }
    }

    synchronized void send(Message message) {
        if (!closed) {
            sendHeaders();
            call.sendMessage(message);
        }
    }

    /** @return whether this was what ended the call */
    synchronized boolean complete() {
        return close(Status.OK, new Metadata());
    }

    /** @return whether this was what ended the call */
    synchronized boolean fail(StatusRuntimeException failure) {
        Metadata trailers = failure.getTrailers();
        return close(failure.getStatus(), trailers == null ? new Metadata() : trailers);
    }

    private boolean close(Status status, Metadata trailers) {
        if (closed) {
            return false;
        }
        closed = true;
        call.close(status, trailers);
        return true;
    }

    /** @return whether this was what ended the call: the client went away or its deadline passed */
    synchronized boolean cancelled() {
        boolean first = !closed;
        closed = true;
        return first;
    }

    synchronized boolean isOpen() {
        return !closed;
    }

    boolean isReady() {
        return call.isReady() && isOpen();
    }
}
