package com.sourceforgery.tachikoma.component.grpc;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a client got. */
final class ReceivedStream<T> implements StreamObserver<T> {
    private final List<T> messages = new CopyOnWriteArrayList<>();
    private volatile Status status;

    @Override
    public void onNext(T message) {
        messages.add(message);
    }

    @Override
    public void onError(Throwable failure) {
        status = Status.fromThrowable(failure);
    }

    @Override
    public void onCompleted() {
        status = Status.OK;
    }

    List<T> messages() {
        return messages;
    }

    boolean isCompleted() {
        return status == Status.OK;
    }

    Status status() {
        return status;
    }
}
