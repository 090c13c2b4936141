package com.sourceforgery.tachikoma.cli;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Notices that a stream has started: the server sends response headers when it is ready to tell. For calls of asynchronous
 * stubs; a blocking one does nothing until it is read.
 */
public final class StartOfStream implements ClientInterceptor {
    private final CountDownLatch started = new CountDownLatch(1);

    /** @return whether the stream has started, or ended, within this time */
    public boolean await(int seconds) throws InterruptedException {
        return started.await(seconds, TimeUnit.SECONDS);
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void start(Listener<A> listener, Metadata headers) {
                super.start(new Told<>(listener), headers);
            }
        };
    }

    private final class Told<A> extends SimpleForwardingClientCallListener<A> {
        Told(ClientCall.Listener<A> listener) {
            super(listener);
        }

        @Override
        public void onHeaders(Metadata headers) {
            super.onHeaders(headers);
            started.countDown();
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            super.onClose(status, trailers);
            started.countDown();
        }
    }
}
