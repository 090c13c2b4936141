package com.sourceforgery.tachikoma.follow;

import java.util.Map;

/**
 * A place in the order of events.
 *
 * @param transaction PostgreSQL's id of the transaction that wrote the event, a decimal number
 */
record Position(String transaction, long eventId) {
    /** @param row with the columns {@code position} and {@code event_id} */
    static Position of(Map<String, Object> row) {
        return new Position((String) row.get("position"), ((Number) row.get("event_id")).longValue());
    }
}
