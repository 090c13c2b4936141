package com.sourceforgery.tachikoma.testsupport;

import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A client that keeps what it is given. */
public final class KeptMessages<T> implements StreamObserver<T> {
    private final List<T> all = new CopyOnWriteArrayList<>();

    /** Those that have come so far. */
    public List<T> all() {
        return List.copyOf(all);
    }

    @Override
    public void onNext(T message) {
        all.add(message);
    }

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onCompleted() {}
}
