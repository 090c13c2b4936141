package com.sourceforgery.tachikoma.stream;

import java.util.Map;

/**
 * Events to be read from the database for one stream.
 *
 * @param afterId event after which the next page begins
 * @param upToId last event of the replay: what comes later arrives by the user's queue
 * @param thenLive whether the stream has yet to be fed from the user's queue once the replay is done
 */
public record Replay(String streamId, long userId, long accountId, long afterId, long upToId, boolean thenLive) {
    /** The same stream, with the limits that {@code stream-position.sql} has found. */
    public Replay between(Map<String, Object> position) {
        long after = ((Number) position.get("after_id")).longValue();
        long upTo = ((Number) position.get("up_to_id")).longValue();
        return new Replay(streamId, userId, accountId, after, upTo, thenLive);
    }

    /** What is left of it after a page. */
    Replay after(long lastEventId) {
        return new Replay(streamId, userId, accountId, lastEventId, upToId, thenLive);
    }
}
