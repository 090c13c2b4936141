package com.sourceforgery.tachikoma.follow;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import com.sourceforgery.tachikoma.account.Tokens;
import com.sourceforgery.tachikoma.grpc.frontend.EmailNotification;
import com.sourceforgery.tachikoma.grpc.frontend.event.EventServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.event.FollowEventsRequest;
import com.sourceforgery.tachikoma.grpc.frontend.event.FollowEventsResponse;
import com.sourceforgery.tachikoma.grpc.frontend.event.OpenSubscription;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.DeliveryNotificationServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.NotificationStreamParameters;
import com.sourceforgery.tachikoma.testsupport.HeapAfterGc;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.RealServices;
import com.sourceforgery.tachikoma.testsupport.StoredEvents;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Measures clients that stop reading while events go on: the heap, how late the others get theirs, and whether all is there
 * when the stalled ones read on. Arguments: events, and the seconds over which they come.
 */
final class StalledClientSpeed {
    private StalledClientSpeed() {}

    public static void main(String[] arguments) throws Exception {
        int events = Integer.parseInt(arguments[0]);
        int seconds = Integer.parseInt(arguments[1]);
        RealServices services = new RealServices();
        try (Installation installation = new Installation(services, Files.createTempDirectory("stalled"))) {
            installation.startWebserver();
            JdbcTemplate database = new JdbcTemplate(services.dataSource());
            long mail = new StoredEvents(services.dataSource()).mail("shop@example.com", "ada@world.example", "order");
            List<Client> quick = List.of(
                    stream(installation, database, "quick notification stream", true),
                    follow(installation, database, "quick follower", true));
            List<Client> stalled = List.of(
                    stream(installation, database, "stalled notification stream", false),
                    follow(installation, database, "stalled follower", false));
            TimeUnit.SECONDS.sleep(3);
            System.out.printf("before: heap %d MB%n", HeapAfterGc.megabytes());
            int each = events / (seconds * 2);
            for (int step = 0; step < seconds * 2; step++) {
                long begin = System.nanoTime();
                write(database, mail, each);
                if (step % 60 == 59) {
                    System.out.printf(
                            "%3d s: %,d events written, heap %d MB%n",
                            step / 2, (step + 1) * each, HeapAfterGc.megabytes());
                    quick.forEach(Client::print);
                }
                TimeUnit.NANOSECONDS.sleep(TimeUnit.MILLISECONDS.toNanos(500) - (System.nanoTime() - begin));
            }
            int written = each * seconds * 2;
            quick.forEach(client -> client.await(written));
            quick.forEach(Client::print);
            stalled.forEach(client -> System.out.printf("%s was given %,d%n", client.name, client.different()));
            for (Client client : stalled) {
                long begin = System.nanoTime();
                client.call.request(Integer.MAX_VALUE);
                client.await(written);
                System.out.printf(
                        "%s reads on: %,d different events, %,d in all, after %.1f s; heap %d MB%n",
                        client.name,
                        client.different(),
                        client.received,
                        (System.nanoTime() - begin) / 1e9,
                        HeapAfterGc.megabytes());
            }
        } finally {
            services.afterAll(null);
        }
    }

    private static void write(JdbcTemplate database, long mail, int count) {
        database.update(
                "with told as (insert into email_event (mail_month, email_id, account_id, cause, kind)"
                        + " select mail_month, id, account_id, gen_random_uuid()::text, 'OPENED'"
                        + " from email cross join generate_series(1, ?) where id = ? returning id, mail_month)"
                        + " insert into event_outbox (event_id, mail_month) select id, mail_month from told",
                count,
                mail);
    }

    private static String user(JdbcTemplate database) {
        String token = Tokens.random();
        database.update(
                "insert into app_user (account_id, role, token_hash) values (1, 'FRONTEND', decode(?, 'hex'))",
                Tokens.hexHash(token));
        return Installation.DOMAIN + ":" + token;
    }

    private static Client stream(Installation installation, JdbcTemplate database, String name, boolean reads) {
        Client client = new Client(name, reads);
        installation
                .withToken(user(database), DeliveryNotificationServiceGrpc::newStub)
                .notificationStream(NotificationStreamParameters.getDefaultInstance(), client.observer());
        return client;
    }

    private static Client follow(Installation installation, JdbcTemplate database, String name, boolean reads) {
        Client client = new Client(name, reads);
        client.requests = installation
                .withToken(user(database), EventServiceGrpc::newStub)
                .followEvents(client.observer());
        client.requests.onNext(FollowEventsRequest.newBuilder()
                .setOpen(OpenSubscription.newBuilder().setSubscription(name).setMaxUnacknowledged(5_000))
                .build());
        return client;
    }

    /** Counts what it gets, and how late; a follower acknowledges every 500th event. */
    private static final class Client {
        private final String name;
        private final boolean reads;
        private final BitSet ids = new BitSet();
        private final List<Long> delays = new ArrayList<>();
        private volatile long received;
        private StreamObserver<FollowEventsRequest> requests;
        private ClientCallStreamObserver<?> call;

        Client(String name, boolean reads) {
            this.name = name;
            this.reads = reads;
        }

        <Q, S extends Message> ClientResponseObserver<Q, S> observer() {
            return new ClientResponseObserver<>() {
                @Override
                public void beforeStart(ClientCallStreamObserver<Q> stream) {
                    call = stream;
                    if (!reads) {
                        stream.disableAutoRequestWithInitial(1);
                    }
                }

                @Override
                public void onNext(S message) {
                    if (message instanceof EmailNotification notification) {
                        count(notification);
                    } else if (message instanceof FollowEventsResponse response && response.hasEvent()) {
                        count(response.getEvent().getEmailNotification());
                    }
                }

                @Override
                public void onError(Throwable failure) {
                    System.out.println(name + " ended: " + failure);
                }

                @Override
                public void onCompleted() {}
            };
        }

        private synchronized void count(EmailNotification notification) {
            ids.set((int) notification.getEventId());
            received++;
            Timestamp now = Timestamps.fromMillis(System.currentTimeMillis());
            delays.add(Timestamps.toMillis(now) - Timestamps.toMillis(notification.getTimestamp()));
            if (requests != null && received % 500 == 0) {
                requests.onNext(FollowEventsRequest.newBuilder()
                        .setAcknowledgedEventId(notification.getEventId())
                        .build());
            }
        }

        synchronized void print() {
            List<Long> sorted = delays.stream().sorted().toList();
            if (!sorted.isEmpty()) {
                System.out.printf(
                        "       %s: %,d events, delay p50 %d ms, p95 %d ms%n",
                        name, received, sorted.get(sorted.size() / 2), sorted.get((int) (sorted.size() * 0.95)));
            }
            delays.clear();
        }

        synchronized int different() {
            return ids.cardinality();
        }

        void await(int count) {
            int last = -1;
            while (different() < count && last != different()) {
                last = different();
                for (int i = 0; i < 300 && different() == last; i++) {
                    try {
                        TimeUnit.MILLISECONDS.sleep(100);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }
            }
        }
    }
}
