package com.sourceforgery.tachikoma.component.grpc.transport;

import io.grpc.Attributes;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.internal.AbstractServerStream;
import io.grpc.internal.GrpcUtil;
import io.grpc.internal.ReadableBuffers;
import io.grpc.internal.StatsTraceContext;
import io.grpc.internal.TransportTracer;
import io.grpc.internal.WritableBuffer;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * One gRPC call as grpc-java's server sees it, carried by one HTTP/2 request of Vert.x. All work on the request and the
 * response is done on the request's event loop, so that writes keep their order whatever thread they come from; messages
 * are decompressed, parsed and serialised by the threads of the call. gRPC over HTTP/2:
 * https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md
 */
final class HttpServerStream extends AbstractServerStream {
    private static final Status UNREADABLE = Status.INTERNAL.withDescription("The request cannot be read");
    private static final long HTTP2_NO_ERROR = 0x0;
    private static final long HTTP2_CANCEL = 0x8;
    /** Bytes of one call that may wait unread before its HTTP/2 flow control window stays closed. */
    private static final int INBOUND_WINDOW = 64 * 1024;

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Context context;
    private final Attributes attributes;
    private final long maxUnsentBytes;
    private final State state;
    private final Sink sink = new ResponseSink();

    // touched on the event loop only
    private long unreadBytes;
    private long unsentBytes;
    private boolean paused;
    private boolean requestEnded;
    private boolean responseEnded;

    HttpServerStream(
            HttpServerRequest request,
            Context context,
            Attributes attributes,
            StatsTraceContext stats,
            ServerLimits limits) {
        super(BufferFrame::new, stats);
        this.request = request;
        this.response = request.response();
        this.context = context;
        this.attributes = attributes;
        this.maxUnsentBytes = limits.maxUnsentBytes();
        this.state = new State(limits.maxInboundMessageSize(), stats);
    }

    /**
     * Listens to the request and the response; nothing comes before the event loop is left.
     *
     * @param closed runs when the request is over, however it ended
     */
    void listen(Runnable closed) {
        request.handler(this::received);
        request.endHandler(v -> receivedEnd());
        request.exceptionHandler(this::broken);
        response.exceptionHandler(this::broken);
        response.closeHandler(v -> {
            broken(null);
            closed.run();
        });
    }

    /** Lets the call begin; grpc-java has set its listener. */
    void start() {
        state.onStreamAllocated();
    }

    private void received(Buffer chunk) {
        if (responseEnded) {
            return;
        }
        unreadBytes += chunk.length();
        if (unreadBytes > INBOUND_WINDOW && !paused) {
            paused = true;
            request.pause();
        }
        state.inboundDataReceived(ReadableBuffers.wrap(chunk.getBytes()), false);
    }

    private void receivedEnd() {
        requestEnded = true;
        if (!responseEnded) {
            state.inboundDataReceived(ReadableBuffers.empty(), true);
        }
    }

    /** The client reset the stream or the connection is gone. */
    private void broken(Throwable cause) {
        requestEnded = true;
        if (!responseEnded) {
            responseEnded = true;
            state.transportReportStatus(
                    Status.CANCELLED.withDescription("The client went away").withCause(cause));
        }
    }

    @Override
    protected TransportState transportState() {
        return state;
    }

    @Override
    protected Sink abstractServerStreamSink() {
        return sink;
    }

    @Override
    public Attributes getAttributes() {
        return attributes;
    }

    @Override
    public String getAuthority() {
        return request.authority() == null ? null : request.authority().toString();
    }

    @Override
    public int streamId() {
        return request.streamId();
    }

    private void runOnEventLoop(Runnable work) {
        if (Vertx.currentContext() == context) {
            work.run();
        } else {
            context.runOnContext(v -> work.run());
        }
    }

    private void putHeaders(Metadata metadata) {
        metadata.discardAll(GrpcUtil.CONTENT_TYPE_KEY);
        metadata.discardAll(GrpcUtil.TE_HEADER);
        metadata.discardAll(GrpcUtil.USER_AGENT_KEY);
        MultiMap headers = response.headers();
        headers.set("content-type", GrpcUtil.CONTENT_TYPE_GRPC);
        HttpMetadata.write(metadata, headers::add);
    }

    /** Ends the response with trailers, or with headers alone when nothing was sent yet. */
    private void endWith(Metadata trailers) {
        responseEnded = true;
        if (response.headWritten()) {
            HttpMetadata.write(trailers, response.trailers()::add);
        } else {
            putHeaders(trailers);
        }
        response.end().onComplete(ended -> {
            if (!requestEnded) {
                response.reset(HTTP2_NO_ERROR); // RFC 9113 8.1: a complete answer may stop the rest of the request
            }
        });
    }

    private final class ResponseSink implements Sink {
        @Override
        public void writeHeaders(Metadata headers, boolean flush) {
            runOnEventLoop(() -> {
                if (!responseEnded) {
                    putHeaders(headers);
                    if (flush) {
                        response.writeHead();
                    }
                }
            });
        }

        @Override
        public void writeFrame(WritableBuffer frame, boolean flush, int numMessages) {
            if (frame == null) {
                return;
            }
            int size = frame.readableBytes();
            onSendingBytes(size);
            runOnEventLoop(() -> write(((BufferFrame) frame).buffer(), size));
        }

        private void write(Buffer frame, int size) {
            if (responseEnded) {
                return;
            }
            unsentBytes += size;
            response.write(frame).onComplete(sent -> {
                unsentBytes -= size;
                state.onSentBytes(size);
            });
            if (unsentBytes > maxUnsentBytes) {
                cancel(Status.RESOURCE_EXHAUSTED.withDescription("The client does not read what it is sent"));
            }
        }

        @Override
        public void writeTrailers(Metadata trailers, boolean headersSent, Status status) {
            runOnEventLoop(() -> {
                if (!responseEnded) {
                    endWith(trailers);
                    state.complete();
                }
            });
        }

        @Override
        public void cancel(Status status) {
            runOnEventLoop(() -> {
                if (responseEnded) {
                    return;
                }
                state.transportReportStatus(status);
                if (unsentBytes > 0) {
                    responseEnded = true;
                    response.reset(HTTP2_CANCEL);
                } else {
                    endWith(Refusal.trailers(status));
                }
            });
        }
    }

    private final class State extends TransportState {
        State(int maxMessageSize, StatsTraceContext stats) {
            super(maxMessageSize, stats, new TransportTracer());
        }

        @Override
        public void runOnTransportThread(Runnable work) {
            runOnEventLoop(work);
        }

        @Override
        public void bytesRead(int bytes) {
            unreadBytes -= bytes;
            if (paused && unreadBytes < INBOUND_WINDOW && !requestEnded) {
                paused = false;
                request.resume();
            }
        }

        @Override
        public void deframeFailed(Throwable cause) {
            Status status = Status.fromThrowable(cause);
            cancel(status.getCode() == Status.Code.UNKNOWN ? UNREADABLE : status);
        }
    }
}
