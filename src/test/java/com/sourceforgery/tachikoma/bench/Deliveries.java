package com.sourceforgery.tachikoma.bench;

import com.sourceforgery.tachikoma.grpc.frontend.EmailNotification;
import io.grpc.stub.StreamObserver;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Counts the mails of which a notification stream has told DELIVERED. */
final class Deliveries implements StreamObserver<EmailNotification> {
    private final Set<Long> delivered = ConcurrentHashMap.newKeySet();
    private volatile Throwable failure;

    @Override
    public void onNext(EmailNotification event) {
        if (event.hasDeliveredEvent()) {
            delivered.add(event.getEmailId().getId());
        }
    }

    @Override
    public void onError(Throwable thrown) {
        failure = thrown;
    }

    @Override
    public void onCompleted() {
        failure = new IllegalStateException("The server has ended the stream");
    }

    /** How many so far; fails when the stream has ended. */
    int count() {
        if (failure != null) {
            throw new IllegalStateException("The notification stream has ended", failure);
        }
        return delivered.size();
    }
}
