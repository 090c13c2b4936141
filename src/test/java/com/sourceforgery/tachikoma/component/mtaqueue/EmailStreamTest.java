package com.sourceforgery.tachikoma.component.mtaqueue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sourceforgery.tachikoma.mta.EmailMessage;
import com.sourceforgery.tachikoma.mta.EmailMessageOrKeepAlive;
import com.sourceforgery.tachikoma.mta.MTAQueuedNotification;
import io.grpc.stub.ClientCallStreamObserver;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmailStreamTest {
    private final List<Long> taken = new ArrayList<>();
    private final EmailStream stream = new EmailStream(new Taker(), 16);

    private final class Taker implements EmailStream.Owner {
        @Override
        public void established(EmailStream from) {}

        @Override
        public void heard(EmailStream from) {}

        @Override
        public void mail(EmailStream from, EmailMessage mail) {
            taken.add(mail.getEmailId());
        }

        @Override
        public void ended(EmailStream from, Throwable failure) {}
    }

    /** A call that does nothing. */
    private static final class Call extends ClientCallStreamObserver<MTAQueuedNotification> {
        @Override
        public void cancel(String message, Throwable cause) {}

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setOnReadyHandler(Runnable onReady) {}

        @Override
        public void disableAutoInboundFlowControl() {}

        @Override
        public void disableAutoRequestWithInitial(int count) {}

        @Override
        public void request(int count) {}

        @Override
        public void setMessageCompression(boolean enable) {}

        @Override
        public void onNext(MTAQueuedNotification answer) {}

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onCompleted() {}
    }

    private static EmailMessageOrKeepAlive mail(long id) {
        return EmailMessageOrKeepAlive.newBuilder()
                .setEmailMessage(EmailMessage.newBuilder().setEmailId(id))
                .build();
    }

    @Test
    void aMailThatIsStillUnderWayOnACancelledStreamIsNotTaken() {
        stream.beforeStart(new Call());
        stream.onNext(mail(1));
        stream.cancel("The node takes mail again");
        stream.onNext(mail(2));

        assertEquals(List.of(1L), taken);
    }
}
