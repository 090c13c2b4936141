package com.sourceforgery.tachikoma.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class WindowTest {
    private final Window window = new Window(4);

    private static Position event(long id) {
        return new Position("700", id);
    }

    @Test
    void anAcknowledgementTakesAllThatWasToldBeforeIt() {
        window.told(event(1));
        window.told(event(2));
        window.told(event(3));

        assertEquals(event(2), window.acknowledge(2));
        assertEquals(3, window.room());
        assertFalse(window.holds(1));
        assertTrue(window.holds(3));
    }

    @Test
    void ordersThatAreNotThoseOfIdsAreKept() {
        window.told(event(9));
        window.told(event(4));

        assertEquals(event(9), window.acknowledge(9));
        assertTrue(window.holds(4));
    }

    @Test
    void whatIsPassedOverTakesNoRoomAndIsSettledWhenNothingToldIsBeforeIt() {
        window.passedOver(event(1));
        window.passedOver(event(2));
        assertEquals(event(2), window.settle());

        window.told(event(3));
        window.passedOver(event(4));
        assertNull(window.settle());
        assertEquals(3, window.room());

        window.acknowledge(3);
        assertEquals(event(4), window.settle());
    }

    @Test
    void whatIsPassedOverCannotBeAcknowledgedByTheClient() {
        window.told(event(1));
        window.passedOver(event(2));

        assertFalse(window.holds(2));
    }

    @Test
    void theWindowIsHalfEmptyWhenHalfOfItIsAcknowledged() {
        for (long id = 1; id <= 4; id++) {
            window.told(event(id));
        }
        assertEquals(0, window.room());
        assertFalse(window.isHalfEmpty());

        window.acknowledge(2);

        assertTrue(window.isHalfEmpty());
    }
}
