package com.sourceforgery.tachikoma.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class AcknowledgedTest {
    private static final long NONE = Acknowledged.NONE;
    private static final long EMPTY_HAND = Long.MAX_VALUE;

    @Test
    void aUsersPositionIsTheLastEventThatOneOfItsStreamsHasAcknowledged() {
        Acknowledged both = new Acknowledged(7, EMPTY_HAND, NONE).and(new Acknowledged(9, EMPTY_HAND, NONE));
        assertEquals(9L, both.row(1).get("event_id"));
    }

    @Test
    void aUsersPositionIsNeverBeyondAnEventThatAnotherStreamHasInHand() {
        Acknowledged both = new Acknowledged(9, EMPTY_HAND, NONE).and(new Acknowledged(NONE, 5, NONE));
        assertEquals(4L, both.row(1).get("event_id"));
    }

    @Test
    void whatWasReplayedIsCountedApart() {
        Map<String, Object> row = new Acknowledged(NONE, 5, 20).row(1);
        assertNull(row.get("event_id"));
        assertEquals(20L, row.get("replayed_id"));
        assertEquals(1L, row.get("user_id"));
    }

    @Test
    void aStreamThatHasAcknowledgedNothingChangesNothing() {
        assertTrue(new Acknowledged(NONE, 5, NONE).isNothing());
        assertTrue(Acknowledged.NOTHING.and(new Acknowledged(NONE, 5, NONE)).isNothing());
    }
}
