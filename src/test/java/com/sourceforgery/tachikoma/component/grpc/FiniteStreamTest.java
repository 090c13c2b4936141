package com.sourceforgery.tachikoma.component.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.Lists;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.IncomingEmail;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.MailDeliveryServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.SearchIncomingEmailsRequest;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FiniteStreamTest {
    private final Search search = new Search();

    @RegisterExtension
    final GrpcTestServer server = new GrpcTestServer("finite-stream.camel.yaml").bind("search", search);

    public static final class Search {
        private volatile Object answer;

        public Object search(SearchIncomingEmailsRequest request) {
            return answer;
        }
    }

    private List<IncomingEmail> found() {
        return Lists.newArrayList(MailDeliveryServiceGrpc.newBlockingStub(server.channel())
                .searchIncomingEmails(SearchIncomingEmailsRequest.getDefaultInstance()));
    }

    private static IncomingEmail mail(int number) {
        return IncomingEmail.newBuilder().setSubject("mail " + number).build();
    }

    @Test
    void aListIsWrittenOneByOne() {
        search.answer = List.of(mail(1), mail(2));

        assertEquals(List.of(mail(1), mail(2)), found());
    }

    @Test
    void aSingleMessageIsAStreamOfOne() {
        search.answer = mail(1);

        assertEquals(List.of(mail(1)), found());
    }

    @Test
    void anEmptyListIsAnEmptyStream() {
        search.answer = List.of();

        assertEquals(List.of(), found());
    }

    @Test
    void aLazyStreamIsWrittenAndClosed() {
        AtomicBoolean closed = new AtomicBoolean();
        search.answer =
                IntStream.range(0, 1000).mapToObj(FiniteStreamTest::mail).onClose(() -> closed.set(true));

        assertEquals(1000, found().size());
        assertTrue(closed.get());
    }
}
