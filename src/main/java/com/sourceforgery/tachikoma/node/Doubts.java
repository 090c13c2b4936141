package com.sourceforgery.tachikoma.node;

import com.sourceforgery.tachikoma.node.JournalEntry.Mail;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * When silence of the log means no. A mail that is not in the log may just not be there yet: Postfix may be down with the
 * mail in its queue folder, or slow, or the log may be the wrong one. So Postfix must have been seen up after the doubt
 * arose, have had time to look through its queue, and have written something else into the log since.
 */
final class Doubts {
    private final BooleanSupplier postfixIsUp;
    private final AcceptanceProof log;
    private final Duration grace;
    private final Map<Mail, SeenUp> open = new HashMap<>();

    private record SeenUp(long nanos, String logEnd) {}

    /** @param grace above what a restarted queue manager needs for its first look at its queue */
    Doubts(BooleanSupplier postfixIsUp, AcceptanceProof log, Duration grace) {
        this.postfixIsUp = postfixIsUp;
        this.log = log;
        this.grace = grace;
    }

    /**
     * Whether a mail that the log does not show from now on was not accepted. The first call begins the time of grace, so
     * it says no.
     */
    synchronized boolean isOver(Mail mail) throws IOException {
        SeenUp seen = open.get(mail);
        String logEnd = log.here();
        if (seen != null) {
            return System.nanoTime() - seen.nanos() >= grace.toNanos() && !logEnd.equals(seen.logEnd());
        }
        if (postfixIsUp.getAsBoolean()) {
            open.put(mail, new SeenUp(System.nanoTime(), logEnd));
        }
        return false;
    }

    synchronized void forget(Mail mail) {
        open.remove(mail);
    }
}
