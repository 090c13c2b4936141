package com.sourceforgery.tachikoma.component.grpc;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.IncomingEmail;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.MailDeliveryServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.SearchIncomingEmailsRequest;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BackPressureTest {
    private static final IncomingEmail LARGE =
            IncomingEmail.newBuilder().setMessageTextBody("x".repeat(10_000)).build();

    private final ProgrammedAnswer search = new ProgrammedAnswer();
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();

    @RegisterExtension
    final GrpcTestServer server = new GrpcTestServer("finite-stream.camel.yaml").bind("search", search);

    /** A client that reads when it is told to. */
    private static final class Reader implements ClientResponseObserver<SearchIncomingEmailsRequest, IncomingEmail> {
        private final AtomicInteger received = new AtomicInteger();
        private volatile boolean completed;
        private ClientCallStreamObserver<SearchIncomingEmailsRequest> call;

        @Override
        public void beforeStart(ClientCallStreamObserver<SearchIncomingEmailsRequest> requests) {
            call = requests;
            requests.disableAutoRequestWithInitial(1);
        }

        @Override
        public void onNext(IncomingEmail value) {
            received.incrementAndGet();
        }

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onCompleted() {
            completed = true;
        }
    }

    private Reader search(int answers) {
        search.will(exchange -> Stream.generate(() -> {
                    made.incrementAndGet();
                    return LARGE;
                })
                .limit(answers)
                .onClose(() -> closed.set(true)));
        Reader reader = new Reader();
        MailDeliveryServiceGrpc.newStub(server.channel())
                .searchIncomingEmails(SearchIncomingEmailsRequest.getDefaultInstance(), reader);
        await().until(() -> reader.received.get() == 1);
        return reader;
    }

    @Test
    void answersAreMadeAsTheClientReads() {
        Reader reader = search(10_000);
        await().during(Duration.ofMillis(300)).until(() -> made.get() < 500);

        reader.call.request(10_000);
        await().until(() -> reader.completed);
        assertEquals(10_000, reader.received.get());
        assertTrue(closed.get());
    }

    @Test
    void theAnswersOfAClientThatGoesAreClosed() {
        Reader reader = search(10_000);
        reader.call.cancel("enough", null);

        await().until(closed::get);
        assertTrue(made.get() < 10_000);
    }

    @Test
    void anIteratorIsAskedForNothingAfterItsEnd() {
        search.will(exchange -> new Iterator<IncomingEmail>() {
            @Override
            public boolean hasNext() {
                return made.get() < 3;
            }

            @Override
            public IncomingEmail next() {
                made.incrementAndGet();
                return LARGE;
            }
        });
        Reader reader = new Reader();
        MailDeliveryServiceGrpc.newStub(server.channel())
                .searchIncomingEmails(SearchIncomingEmailsRequest.getDefaultInstance(), reader);
        await().until(() -> reader.received.get() == 1);
        reader.call.request(10);

        await().until(() -> reader.completed);
        assertEquals(3, made.get());
    }
}
