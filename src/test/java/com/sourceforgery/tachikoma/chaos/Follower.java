package com.sourceforgery.tachikoma.chaos;

import com.sourceforgery.tachikoma.grpc.frontend.EmailNotification;
import com.sourceforgery.tachikoma.grpc.frontend.EmailNotification.NotificationCase;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.DeliveryNotificationServiceGrpc.DeliveryNotificationServiceStub;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.NotificationStreamParameters;
import io.grpc.stub.StreamObserver;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The software that follows events: comes again whenever its stream ends. An event that is repeated counts once. */
final class Follower implements StreamObserver<EmailNotification>, AutoCloseable {
    private static final long PAUSE_MILLIS = 500;

    private final DeliveryNotificationServiceStub stub;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final Map<Long, Map<NotificationCase, Set<EmailNotification>>> seen = new ConcurrentHashMap<>();

    Follower(DeliveryNotificationServiceStub stub) {
        this.stub = stub;
        follow();
    }

    private void follow() {
        stub.notificationStream(NotificationStreamParameters.getDefaultInstance(), this);
    }

    @Override
    public void onNext(EmailNotification event) {
        seen.compute(event.getEmailId().getId(), (id, events) -> {
            Map<NotificationCase, Set<EmailNotification>> kinds =
                    events == null ? new EnumMap<>(NotificationCase.class) : events;
            kinds.computeIfAbsent(event.getNotificationCase(), kind -> new HashSet<>())
                    .add(event);
            return kinds;
        });
    }

    @Override
    public void onError(Throwable failure) {
        if (!clock.isShutdown()) {
            clock.schedule(this::follow, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void onCompleted() {
        onError(null);
    }

    /** How many different events of this kind a mail has had. */
    int count(long emailId, NotificationCase kind) {
        return seen.getOrDefault(emailId, Map.of()).getOrDefault(kind, Set.of()).size();
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
