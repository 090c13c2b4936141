package com.sourceforgery.tachikoma.history;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.grpc.frontend.event.EventServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.event.ReplayEventsRequest;
import com.sourceforgery.tachikoma.grpc.frontend.event.ReplayEventsResponse;
import com.sourceforgery.tachikoma.testsupport.Follower;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.StoredEvents;
import com.sourceforgery.tachikoma.testsupport.TestDatabase;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The history is read page by page, each when the client has taken the one before. */
class AtTheClientsPaceIT {
    private static final int EVENTS = 3_000;

    @RegisterExtension
    static final Installation installation = Installation.ofWebserver().withProperty("tachikoma.history.page", "50");

    static final TestDatabase database = installation.database();
    static List<Long> ids;

    @BeforeAll
    static void storeEvents() throws Exception {
        try (Connection connection = installation.services().dataSource().getConnection()) {
            StoredEvents stored = StoredEvents.in(connection);
            long mail = stored.mail("shop@example.com", "ada@world.example");
            ids = stored.opens(mail, EVENTS);
        }
        await().until(() -> database.count("email_event where xid >= pg_snapshot_xmin(pg_current_snapshot())") == 0);
    }

    @Test
    void aClientThatPausesHoldsNoTransactionAndGetsEachEventOnce() throws Exception {
        Reader reader = new Reader();
        installation
                .as("FRONTEND_ADMIN", EventServiceGrpc::newStub)
                .replayEvents(ReplayEventsRequest.getDefaultInstance(), reader);
        reader.call.request(100);
        await().until(() -> reader.ids.size() == 100);

        await().until(() -> database.count("pg_stat_activity where datname = current_database()"
                        + " and state <> 'idle' and pid <> pg_backend_pid()")
                == 0);
        assertEquals(100, reader.ids.size());

        reader.call.request(Integer.MAX_VALUE);
        await().until(() -> reader.ended != null);
        assertEquals(Code.OK, reader.ended.getCode());
        assertEquals(ids, reader.ids);
    }

    @Test
    void aPageThatCannotBeReadEndsTheCallAndTheNextCallGetsAll() throws Exception {
        var stub = installation.as("FRONTEND_ADMIN", EventServiceGrpc::newBlockingStub);
        database.execute("alter view event_detail rename to event_detail_away");
        try {
            StatusRuntimeException failure = assertThrows(
                    StatusRuntimeException.class, () -> stub.replayEvents(ReplayEventsRequest.getDefaultInstance())
                            .hasNext());
            assertEquals(Code.INTERNAL, failure.getStatus().getCode());
            assertTrue(failure.getStatus().getDescription().startsWith("Internal error"));
        } finally {
            database.execute("alter view event_detail_away rename to event_detail");
        }

        Reader reader = new Reader();
        stub.replayEvents(ReplayEventsRequest.getDefaultInstance()).forEachRemaining(reader::onNext);
        assertEquals(ids, reader.ids);
    }

    /** Reads as many as it is told to. */
    private static final class Reader implements ClientResponseObserver<ReplayEventsRequest, ReplayEventsResponse> {
        private final List<Long> ids = new CopyOnWriteArrayList<>();
        private ClientCallStreamObserver<ReplayEventsRequest> call;
        private volatile Status ended;

        @Override
        public void beforeStart(ClientCallStreamObserver<ReplayEventsRequest> stream) {
            call = stream;
            stream.disableAutoRequestWithInitial(0);
        }

        @Override
        public void onNext(ReplayEventsResponse response) {
            ids.add(Follower.id(response.getEvent()));
        }

        @Override
        public void onError(Throwable failure) {
            ended = Status.fromThrowable(failure);
        }

        @Override
        public void onCompleted() {
            ended = Status.OK;
        }
    }
}
