package com.sourceforgery.tachikoma.history;

import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import com.sourceforgery.tachikoma.grpc.frontend.EmailAddress;
import com.sourceforgery.tachikoma.grpc.frontend.EmailNotification;
import com.sourceforgery.tachikoma.grpc.frontend.emailstatusevent.EmailStatusEventServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.emailstatusevent.EmailStatusEventServiceGrpc.EmailStatusEventServiceStub;
import com.sourceforgery.tachikoma.grpc.frontend.emailstatusevent.Event;
import com.sourceforgery.tachikoma.grpc.frontend.emailstatusevent.GetEmailStatusEventsFilter;
import com.sourceforgery.tachikoma.testsupport.HeapAfterGc;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.RealServices;
import com.sourceforgery.tachikoma.testsupport.StoredHistory;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Measures searches of a large history: the time to the first page of each filter, and the heap while all is streamed to a
 * client that reads slowly. Arguments: events, then pages per filter, then events that the slow client reads a second.
 */
final class HistorySpeed {
    private static final int PAGE = 500;

    private HistorySpeed() {}

    public static void main(String[] arguments) throws Exception {
        int events = Integer.parseInt(arguments[0]);
        int repeats = Integer.parseInt(arguments[1]);
        int perSecond = Integer.parseInt(arguments[2]);
        RealServices services = new RealServices();
        try (Installation installation = new Installation(services, Files.createTempDirectory("history"))) {
            installation.startWebserver();
            JdbcTemplate database = new JdbcTemplate(services.dataSource());
            StoredHistory.fill(database, events);
            EmailStatusEventServiceStub stub = installation.as("FRONTEND_ADMIN", EmailStatusEventServiceGrpc::newStub);
            System.out.printf("%,d events%n%-36s %8s %8s %8s%n", events, "first page of", "events", "p50 ms", "p95 ms");
            for (Map.Entry<String, GetEmailStatusEventsFilter.Builder> filter :
                    filters().entrySet()) {
                measure(stub, filter.getKey(), filter.getValue().build(), repeats);
            }
            streamSlowly(stub, database, perSecond);
        } finally {
            services.afterAll(null);
        }
    }

    private static Map<String, GetEmailStatusEventsFilter.Builder> filters() {
        Map<String, GetEmailStatusEventsFilter.Builder> filters = new LinkedHashMap<>();
        EmailAddress one =
                EmailAddress.newBuilder().setEmail("user4711@world.example").build();
        EmailAddress usual =
                EmailAddress.newBuilder().setEmail("news@example.com").build();
        EmailAddress rare =
                EmailAddress.newBuilder().setEmail("legal@example.com").build();
        filters.put("everything", filter());
        filters.put("newer_than the last hour", filter().setNewerThan(hoursAgo(1)));
        filters.put("newer_than 30 days", filter().setNewerThan(hoursAgo(30 * 24)));
        filters.put("recipient", filter().setRecipientEmail(one));
        filters.put(
                "recipient that is unknown",
                filter().setRecipientEmail(EmailAddress.newBuilder().setEmail("no@no.example")));
        filters.put("sender of most mails", filter().setFromEmail(usual));
        filters.put("sender of 1 mail in 1,000", filter().setFromEmail(rare));
        filters.put("events: DELIVERED", filter().addEvents(Event.DELIVERED));
        filters.put("events: UNSUBSCRIBED (1 in 1,000)", filter().addEvents(Event.UNSUBSCRIBED));
        filters.put("events: SPAM (none)", filter().addEvents(Event.SPAM));
        filters.put("tag of a tenth", filter().addTags("campaign-3"));
        filters.put("tag of 1 mail in 1,000", filter().addTags("vip"));
        filters.put("tag that is unknown", filter().addTags("nobody"));
        filters.put("rare tag and kind", filter().addTags("vip").addEvents(Event.CLICKED));
        filters.put(
                "sender, kind, newer_than",
                filter().setFromEmail(usual).addEvents(Event.CLICKED).setNewerThan(hoursAgo(24)));
        filters.put("everything with tracking data", filter().setIncludeTrackingData(true));
        filters.put("everything with metrics", filter().setIncludeMetricsData(true));
        return filters;
    }

    private static GetEmailStatusEventsFilter.Builder filter() {
        return GetEmailStatusEventsFilter.newBuilder();
    }

    private static com.google.protobuf.Timestamp hoursAgo(int hours) {
        return Timestamps.subtract(Timestamps.fromMillis(System.currentTimeMillis()), Durations.fromHours(hours));
    }

    private static void measure(
            EmailStatusEventServiceStub stub, String name, GetEmailStatusEventsFilter filter, int repeats)
            throws InterruptedException {
        long[] nanos = new long[repeats];
        long received = 0;
        for (int i = -5; i < repeats; i++) {
            long begin = System.nanoTime();
            Page page = new Page(PAGE);
            stub.getEmailStatusEvents(filter, page);
            page.done.await();
            nanos[Math.max(0, i)] = System.nanoTime() - begin;
            received = page.received;
        }
        nanos = LongStream.of(nanos).sorted().toArray();
        System.out.printf(
                "%-36s %8d %8.1f %8.1f%n",
                name, received, nanos[repeats / 2] / 1e6, nanos[(int) (repeats * 0.95)] / 1e6);
    }

    private static void streamSlowly(EmailStatusEventServiceStub stub, JdbcTemplate database, int perSecond)
            throws InterruptedException {
        Page all = new Page(Long.MAX_VALUE, 0);
        stub.getEmailStatusEvents(filter().build(), all);
        long next = 0;
        while (!all.done.await(1, TimeUnit.SECONDS)) {
            all.call.request(perSecond);
            if (all.received >= next) {
                next += 100_000;
                System.out.printf(
                        "slow client has read %,9d; heap %d MB; oldest snapshot of a connection: %s transactions%n",
                        all.received,
                        HeapAfterGc.megabytes(),
                        database.queryForObject(
                                "select coalesce(max(age(backend_xmin)), 0) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
                                Long.class));
            }
        }
        System.out.printf("slow client has read %,9d: all%n", all.received);
    }

    /** Reads so many messages, then cancels. */
    private static final class Page implements ClientResponseObserver<GetEmailStatusEventsFilter, EmailNotification> {
        private final CountDownLatch done = new CountDownLatch(1);
        private final long most;
        private final int requested;
        private volatile long received;
        private ClientCallStreamObserver<GetEmailStatusEventsFilter> call;

        Page(int most) {
            this(most, most);
        }

        Page(long most, int requested) {
            this.most = most;
            this.requested = requested;
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<GetEmailStatusEventsFilter> stream) {
            call = stream;
            stream.disableAutoRequestWithInitial(Math.max(1, requested));
        }

        @Override
        public void onNext(EmailNotification notification) {
            received++;
            if (received == most) {
                call.cancel("the page is there", null);
            }
        }

        @Override
        public void onError(Throwable failure) {
            if (received != most) {
                failure.printStackTrace();
            }
            done.countDown();
        }

        @Override
        public void onCompleted() {
            done.countDown();
        }
    }
}
