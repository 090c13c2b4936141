package com.sourceforgery.tachikoma.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.grpc.frontend.EmailNotification.NotificationCase;
import com.sourceforgery.tachikoma.testsupport.SinkCopies;
import com.sourceforgery.tachikoma.testsupport.SinkCopies.Copy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final List<String> ADA = List.of("ada");

    private final Map<String, List<Copy>> copies = new HashMap<>();
    private int queued = 1;
    private int delivered = 1;

    private Verdict verdict() {
        return Verdict.of(
                Map.of("ada", 1L),
                (id, kind) -> kind == NotificationCase.QUEUED_EVENT ? queued : delivered,
                new SinkCopies(copies));
    }

    private void arrived(Copy... all) {
        copies.put("ada", List.of(all));
    }

    @Test
    void aMailThatArrivedOnceAndWasToldIsClean() {
        arrived(new Copy("<1>", "A"));
        assertTrue(verdict().isClean());
    }

    @Test
    void aMailThatNeverArrivedIsLost() {
        assertEquals(ADA, verdict().lost());
        assertFalse(verdict().isClean());
    }

    @Test
    void aMissingEventIsSeen() {
        arrived(new Copy("<1>", "A"));
        queued = 0;
        delivered = 0;
        assertEquals(ADA, verdict().withoutQueued());
        assertEquals(ADA, verdict().withoutDelivered());
        assertFalse(verdict().isClean());
    }

    @Test
    void aDeliveryThatWasToldTwiceIsSeen() {
        arrived(new Copy("<1>", "A"));
        delivered = 2;
        assertEquals(ADA, verdict().tellTwice());
        assertFalse(verdict().isClean());
    }

    @Test
    void theSameMailUnderTwoQueueIdsHasNoReason() {
        arrived(new Copy("<1>", "A"), new Copy("<1>", "B"));
        assertEquals(ADA, verdict().unexplained());
        assertFalse(verdict().isClean());
    }

    @Test
    void theSameMailTwiceUnderOneQueueIdIsPostfixs() {
        arrived(new Copy("<1>", "A"), new Copy("<1>", "A"));
        assertEquals(ADA, verdict().deliveredTwice());
        assertTrue(verdict().isClean());
    }

    @Test
    void twoMailsHaveNoReasonEither() {
        arrived(new Copy("<1>", "A"), new Copy("<2>", "B"));
        assertEquals(ADA, verdict().unexplained());
        assertFalse(verdict().isClean());
    }
}
