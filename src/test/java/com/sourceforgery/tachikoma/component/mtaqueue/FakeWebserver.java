package com.sourceforgery.tachikoma.component.mtaqueue;

import com.google.protobuf.Empty;
import com.sourceforgery.tachikoma.mta.DeliveryNotification;
import com.sourceforgery.tachikoma.mta.EmailMessage;
import com.sourceforgery.tachikoma.mta.EmailMessageOrKeepAlive;
import com.sourceforgery.tachikoma.mta.MTADeliveryNotificationsGrpc;
import com.sourceforgery.tachikoma.mta.MTAEmailQueueGrpc;
import com.sourceforgery.tachikoma.mta.MTAQueuedNotification;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The webserver's {@code mta} services as a test wants them: it offers what it is told to and keeps what it gets. */
public final class FakeWebserver implements AutoCloseable {
    private final Server server;
    private volatile StreamObserver<EmailMessageOrKeepAlive> stream;

    public final List<MTAQueuedNotification> answers = new CopyOnWriteArrayList<>();
    public final List<DeliveryNotification> reports = new CopyOnWriteArrayList<>();
    public final List<String> apiTokens = new CopyOnWriteArrayList<>();
    public final AtomicInteger signsOfLife = new AtomicInteger();
    public final AtomicInteger streamsOpened = new AtomicInteger();
    public final AtomicInteger streamsHalfClosed = new AtomicInteger();
    public volatile Status reportStatus = Status.OK;

    public FakeWebserver() throws Exception {
        this(0);
    }

    public FakeWebserver(int port) throws Exception {
        server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", port))
                .addService(new Queue())
                .addService(new Notifications())
                .intercept(new TokenKeeper())
                .build()
                .start();
    }

    public int port() {
        return server.getPort();
    }

    public String url() {
        return "http://example.com:secret@127.0.0.1:" + port() + "/";
    }

    public void offer(long id, String from, String to) {
        offer(EmailMessage.newBuilder()
                .setEmailId(id)
                .setFrom(from)
                .setEmailAddress(to)
                .setBody("Subject: " + id + "\r\n\r\nHello\r\n")
                .build());
    }

    public void offer(EmailMessage mail) {
        stream.onNext(EmailMessageOrKeepAlive.newBuilder().setEmailMessage(mail).build());
    }

    public void keepAlive() {
        stream.onNext(EmailMessageOrKeepAlive.newBuilder()
                .setKeepAlive("x".repeat(1000))
                .build());
    }

    public void breakStream() {
        StreamObserver<EmailMessageOrKeepAlive> broken = stream;
        stream = null;
        broken.onError(Status.UNAVAILABLE.asException());
    }

    public boolean isConnected() {
        return stream != null;
    }

    @Override
    public void close() throws Exception {
        server.shutdownNow().awaitTermination();
    }

    private final class Queue extends MTAEmailQueueGrpc.MTAEmailQueueImplBase {
        @Override
        public StreamObserver<MTAQueuedNotification> getEmailsWithKeepAlive(
                StreamObserver<EmailMessageOrKeepAlive> responses) {
            streamsOpened.incrementAndGet();
            stream = responses;
            return new StreamObserver<>() {
                @Override
                public void onNext(MTAQueuedNotification answer) {
                    if (answer.equals(MTAQueuedNotification.getDefaultInstance())) {
                        signsOfLife.incrementAndGet();
                    } else {
                        answers.add(answer);
                    }
                }

                @Override
                public void onError(Throwable failure) {
                    forget();
                }

                @Override
                public void onCompleted() {
                    streamsHalfClosed.incrementAndGet();
                    forget();
                    responses.onCompleted();
                }

                private void forget() {
                    if (stream == responses) {
                        stream = null;
                    }
                }
            };
        }
    }

    private final class Notifications extends MTADeliveryNotificationsGrpc.MTADeliveryNotificationsImplBase {
        @Override
        public void setDeliveryStatus(DeliveryNotification report, StreamObserver<Empty> response) {
            if (reportStatus.isOk()) {
                reports.add(report);
                response.onNext(Empty.getDefaultInstance());
                response.onCompleted();
            } else {
                response.onError(reportStatus.asException());
            }
        }
    }

    private final class TokenKeeper implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            apiTokens.add(headers.get(Metadata.Key.of("x-apitoken", Metadata.ASCII_STRING_MARSHALLER)));
            return next.startCall(call, headers);
        }
    }
}
