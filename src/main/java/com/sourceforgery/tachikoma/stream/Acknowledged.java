package com.sourceforgery.tachikoma.stream;

import java.util.HashMap;
import java.util.Map;

/**
 * How far events have been acknowledged at one moment.
 *
 * @param lastLive last event from the queue that was acknowledged, or {@link #NONE}
 * @param oldestInHand oldest event from the queue that is not acknowledged yet
 * @param lastReplayed last event from a replay that was acknowledged, or {@link #NONE}
 */
record Acknowledged(long lastLive, long oldestInHand, long lastReplayed) {
    static final long NONE = -1;
    static final Acknowledged NOTHING = new Acknowledged(NONE, Long.MAX_VALUE, NONE);

    /** What two streams of one user have acknowledged. */
    Acknowledged and(Acknowledged other) {
        return new Acknowledged(
                Math.max(lastLive, other.lastLive),
                Math.min(oldestInHand, other.oldestInHand),
                Math.max(lastReplayed, other.lastReplayed));
    }

    boolean isNothing() {
        return lastLive == NONE && lastReplayed == NONE;
    }

    /** The row for {@code stream-acknowledge.sql}: never beyond an event that another stream of the user has in hand. */
    Map<String, Object> row(long userId) {
        Map<String, Object> row = new HashMap<>();
        row.put("user_id", userId);
        row.put("event_id", lastLive == NONE ? null : Math.min(lastLive, oldestInHand - 1));
        row.put("replayed_id", lastReplayed == NONE ? null : lastReplayed);
        return row;
    }
}
