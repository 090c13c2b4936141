package com.sourceforgery.tachikoma.component.grpc;

import com.google.protobuf.Message;
import java.util.Map;

/**
 * A long-lived stream to a client: exchange property {@value #PROPERTY} of all its exchanges. All methods may be called by
 * any thread at any time; on a stream that is no longer open they do nothing.
 */
public interface GrpcStream {
    /** Name of the exchange property. */
    String PROPERTY = "CamelGrpcStream";
    /** Name of the exchange header that says what an exchange of a stream is: {@link Event}, in lower camel case. */
    String EVENT_TYPE = "CamelGrpcEventType";

    /** What an exchange of a stream tells. */
    enum Event {
        /**
         * The stream is there. Body: the request of a server-streaming rpc, none for a bidirectional one. When the exchange
         * is done the client gets the response headers: what has to be ready for the stream is.
         */
        OPEN("open"),
        /** A message from the client, as body. */
        MESSAGE("message"),
        /** The client sends no more, but still reads. */
        HALF_CLOSE("halfClose"),
        /** The stream ended, and not by the route's {@link #complete()} or {@link #fail(Throwable)}. */
        CANCEL("cancel");

        private final String text;

        Event(String text) {
            this.text = text;
        }

        /** Value of the header {@value #EVENT_TYPE}. */
        public String text() {
            return text;
        }
    }

    /** Unique in this process, never used again. */
    String id();

    GrpcCall call();

    boolean isOpen();

    /** Whether the client has read enough to be sent more now. */
    boolean isReady();

    /** Runs a task on a worker each time the stream becomes ready again; replaces the task of an earlier call. */
    void onReady(Runnable task);

    /**
     * Sends a message; messages leave in the order of the calls. Never waits: a caller that minds {@link #isReady()} keeps
     * memory flat, one that does not has its stream cancelled at the component's {@code maxUnsentBytes}.
     */
    void write(Message message);

    /** Ends the stream with status OK, after all that was written. */
    void complete();

    /** Ends the stream with the status that {@link StatusMapper} finds for the failure, after all that was written. */
    void fail(Throwable failure);

    /** Values that routes and beans keep with the stream. */
    Map<String, Object> attributes();

    /** Runs a task on a worker once when the stream has ended, however it ended; at once when it already has. */
    void onClose(Runnable task);
}
