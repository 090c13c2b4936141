package com.sourceforgery.tachikoma.accept;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailRecipient;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BulkAdmissionTest {
    /** Memory of an empty recipient, three bytes long. */
    private static final long ONE = 600 + 3 * 3;

    private final BulkAdmission admission = new BulkAdmission(10 * ONE, 100 * ONE);

    private static OutgoingEmail to(int recipients) {
        return OutgoingEmail.newBuilder()
                .addAllRecipients(Collections.nCopies(recipients, EmailRecipient.getDefaultInstance()))
                .build();
    }

    private CompletableFuture<OutgoingEmail> admit(OutgoingEmail request) {
        return admission.admit(request).toCompletableFuture();
    }

    private static boolean isAdmitted(CompletableFuture<OutgoingEmail> request) {
        return request.orTimeout(10, TimeUnit.SECONDS)
                .handle((admitted, failure) -> failure == null)
                .join();
    }

    @Test
    void whatFitsIsAdmittedAtOnce() {
        OutgoingEmail request = to(60);

        assertSame(request, admit(request).join());
        assertTrue(isAdmitted(admit(to(40))));
    }

    @Test
    void whatDoesNotFitWaitsUntilAnotherLeaves() {
        OutgoingEmail first = to(60);
        assertTrue(isAdmitted(admit(first)));
        CompletableFuture<OutgoingEmail> second = admit(to(60));
        assertFalse(second.isDone());

        admission.leave(first);

        assertTrue(isAdmitted(second));
    }

    @Test
    void aSmallRequestNeverWaitsBehindALargeOne() {
        assertTrue(isAdmitted(admit(to(100))));
        assertFalse(admit(to(11)).isDone());

        assertTrue(admit(to(10)).isDone());
    }

    @Test
    void oneThatIsLargerThanTheLimitIsAdmittedAlone() {
        OutgoingEmail huge = to(500);
        assertTrue(isAdmitted(admit(huge)));
        CompletableFuture<OutgoingEmail> next = admit(to(500));
        assertFalse(next.isDone());

        admission.leave(huge);

        assertTrue(isAdmitted(next));
    }
}
