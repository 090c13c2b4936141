package com.sourceforgery.tachikoma.component.maillog;

import java.util.ArrayDeque;
import java.util.Deque;

/** How far a log is dealt with while many of its lines are in flight: up to the first whose reports are not all done. */
final class Watermark {
    private final Deque<Step> steps = new ArrayDeque<>();
    private LogPosition done;

    /** The reports of one line. */
    private static final class Step {
        private LogPosition end;
        private int open;
    }

    Watermark(LogPosition done) {
        this.done = done;
    }

    /**
     * Takes note of a line that was read.
     *
     * @param end where the next one begins
     * @param reports how many reports it gives
     * @return to be run once for each report when it is done
     */
    synchronized Runnable read(LogPosition end, int reports) {
        if (reports == 0) {
            if (steps.isEmpty()) {
                done = end;
            } else {
                steps.getLast().end = end;
            }
            return () -> {};
        }
        Step step = new Step();
        step.end = end;
        step.open = reports;
        steps.add(step);
        return () -> finish(step);
    }

    private synchronized void finish(Step step) {
        step.open--;
        while (!steps.isEmpty() && steps.getFirst().open == 0) {
            done = steps.removeFirst().end;
        }
        notifyAll();
    }

    /** Where reading would begin anew; null when nothing is done yet. */
    synchronized LogPosition done() {
        return done;
    }

    synchronized boolean isAllDone() {
        return steps.isEmpty();
    }
}
