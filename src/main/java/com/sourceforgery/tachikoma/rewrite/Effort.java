package com.sourceforgery.tachikoma.rewrite;

/** Bounds work that mail can make endless. Counted and not timed, so that the same mail always comes out the same. */
final class Effort {
    /** More than the largest newsletters need; some tenths of a second. */
    private static final int STEPS = 30_000_000;

    private long left = STEPS;

    /** There is too much to do. */
    static final class ExceededException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ExceededException() {
            super("too much work", null, false, false);
        }
    }

    void spend(long steps) {
        left -= steps;
        if (left < 0) {
            throw new ExceededException();
        }
    }
}
