package com.sourceforgery.tachikoma.follow;

import java.util.ArrayDeque;
import java.util.Deque;

/** The events that a follower was given and has not acknowledged, with those between that it did not want to see. */
final class Window {
    private record Given(Position position, boolean told) {}

    private final int size;
    private final Deque<Given> given = new ArrayDeque<>();
    private int told;

    /** @param size most events that may be told without being acknowledged */
    Window(int size) {
        this.size = size;
    }

    int room() {
        return size - told;
    }

    boolean isHalfEmpty() {
        return told <= size / 2;
    }

    void told(Position position) {
        given.add(new Given(position, true));
        told++;
    }

    /** An event that is not shown to the client is acknowledged together with what was told before it. */
    void passedOver(Position position) {
        if (!given.isEmpty() && !given.peekLast().told()) {
            given.removeLast();
        }
        given.add(new Given(position, false));
    }

    boolean holds(long eventId) {
        return given.stream().anyMatch(one -> one.told() && one.position().eventId() == eventId);
    }

    /** Takes out the told event with this id and all before it. */
    Position acknowledge(long eventId) {
        Given first;
        do {
            first = given.remove();
            told -= first.told() ? 1 : 0;
        } while (!first.told() || first.position().eventId() != eventId);
        return first.position();
    }

    /**
     * Takes out what need not be acknowledged any more.
     *
     * @return the last of it, or null when there was none
     */
    Position settle() {
        Position last = null;
        while (!given.isEmpty() && !given.peek().told()) {
            last = given.remove().position();
        }
        return last;
    }
}
