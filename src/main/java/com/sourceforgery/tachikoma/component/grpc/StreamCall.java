package com.sourceforgery.tachikoma.component.grpc;

import com.google.protobuf.Message;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;

/**
 * A long-lived stream. Its exchanges, in order: open, once; message, the next one starting before the last one is done;
 * halfClose, after all messages; cancel, when something else than the route ends the stream.
 */
final class StreamCall extends ServerCall.Listener<Request> implements GrpcStream {
    private final String id = UUID.randomUUID().toString();
    private final CallConsumer consumer;
    private final ServerCall<Request, Message> serverCall;
    private final GrpcCall call;
    private final Reply reply;
    private final Map<String, Object> attributes = new ConcurrentHashMap<>();
    private final boolean requestFirst;
    private volatile Runnable readyTask;
    private Request request;

    // guarded by this
    private final List<Runnable> closeTasks = new ArrayList<>();
    private boolean opened;
    private boolean closed;
    private boolean cancelled;
    private boolean halfClosed;
    private int messagesInFlight;

    StreamCall(CallConsumer consumer, ServerCall<Request, Message> serverCall, GrpcCall call) {
        this.consumer = consumer;
        this.serverCall = serverCall;
        this.call = call;
        this.reply = new Reply(serverCall);
        this.requestFirst = consumer.method().getType().clientSendsOneMessage();
    }

    /** Opens the stream, or waits for its request. */
    void start() {
        if (requestFirst) {
            serverCall.request(2); // a second message is a mistake that must be seen
        } else {
            open(null);
        }
    }

    private void open(Message body) {
        consumer.run(event(Event.OPEN, body), done -> opened(), this::failed);
    }

    private void opened() {
        reply.sendHeaders();
        boolean tellCancel;
        boolean tellHalfClose;
        synchronized (this) {
            opened = true;
            tellCancel = cancelled;
            tellHalfClose = halfClosed && !closed;
        }
        if (tellCancel) {
            tell(Event.CANCEL);
        } else if (tellHalfClose) {
            tell(Event.HALF_CLOSE);
        } else if (!requestFirst) {
            serverCall.request(consumer.concurrency());
        }
    }

    @Override
    public void onMessage(Request message) {
        if (message.failure() != null) {
            failed(message.failure());
        } else if (requestFirst) {
            if (request != null) {
                failed(Status.INVALID_ARGUMENT
                        .withDescription("This rpc takes one request message")
                        .asRuntimeException());
            }
            request = message;
        } else {
            synchronized (this) {
                messagesInFlight++;
            }
            consumer.run(event(Event.MESSAGE, message.message()), done -> messageDone(), failure -> {
                failed(failure);
                messageDone();
            });
        }
    }

    private void messageDone() {
        boolean last;
        synchronized (this) {
            messagesInFlight--;
            last = halfClosed && messagesInFlight == 0 && !closed;
        }
        if (last) {
            tell(Event.HALF_CLOSE);
        } else {
            serverCall.request(1);
        }
    }

    @Override
    public void onHalfClose() {
        if (requestFirst) {
            openWithRequest();
            return;
        }
        boolean last;
        synchronized (this) {
            halfClosed = true;
            last = opened && messagesInFlight == 0 && !closed;
        }
        if (last) {
            tell(Event.HALF_CLOSE);
        }
    }

    private void openWithRequest() {
        if (request == null) {
            failed(Status.INVALID_ARGUMENT
                    .withDescription("This rpc takes a request message")
                    .asRuntimeException());
        } else if (isOpen()) {
            open(request.message());
        }
    }

    @Override
    public void onReady() {
        Runnable task = readyTask;
        if (task != null && isOpen()) {
            task.run();
        }
    }

    @Override
    public void onCancel() {
        if (reply.cancelled()) {
            cancelled();
        }
    }

    /** The stream is ended by a failure that the route did not handle, or by the server. */
    void failed(StatusRuntimeException failure) {
        if (reply.fail(failure)) {
            cancelled();
        }
    }

    private void cancelled() {
        boolean tellCancel;
        synchronized (this) {
            cancelled = true;
            tellCancel = opened;
        }
        if (tellCancel) {
            tell(Event.CANCEL);
        }
        closed();
    }

    private void tell(Event event) {
        consumer.run(event(event, null), done -> {}, this::failed);
    }

    private Exchange event(Event event, Message body) {
        Exchange exchange = consumer.exchange(ExchangePattern.InOnly, call, body);
        exchange.getMessage().setHeader(EVENT_TYPE, event.text());
        exchange.setProperty(PROPERTY, this);
        return exchange;
    }

    private void closed() {
        List<Runnable> tasks;
        synchronized (this) {
            closed = true;
            tasks = List.copyOf(closeTasks);
            closeTasks.clear();
        }
        consumer.forget(this);
        tasks.forEach(consumer::onWorker);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public GrpcCall call() {
        return call;
    }

    @Override
    public boolean isOpen() {
        return reply.isOpen();
    }

    @Override
    public boolean isReady() {
        return reply.isReady();
    }

    @Override
    public void onReady(Runnable task) {
        readyTask = task;
    }

    @Override
    public void write(Message message) {
        reply.send(message);
    }

    @Override
    public void complete() {
        if (reply.complete()) {
            closed();
        }
    }

    @Override
    public void fail(Throwable failure) {
        if (reply.fail(consumer.statuses().map(failure))) {
            closed();
        }
    }

    @Override
    public Map<String, Object> attributes() {
        return attributes;
    }

    @Override
    public void onClose(Runnable task) {
        boolean now;
        synchronized (this) {
            now = closed;
            if (!now) {
                closeTasks.add(task);
            }
        }
        if (now) {
            consumer.onWorker(task);
        }
    }
}
