package com.sourceforgery.tachikoma.node;

import com.sourceforgery.tachikoma.component.maillog.LogLine;
import com.sourceforgery.tachikoma.component.maillog.LogPosition;
import com.sourceforgery.tachikoma.component.maillog.LogTrail;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Finds out from Postfix's log whether it has accepted a mail. Only the queue manager's {@code from=<…> (queue active)} is
 * proof: cleanup names a mail before it is accepted.
 */
final class AcceptanceProof {
    private static final long LOOK_MILLIS = 50;

    private final Path log;

    AcceptanceProof(Path log) {
        this.log = log;
    }

    /** The present end of the log, to look from there later; "-" when there is no log. */
    String here() throws IOException {
        LogPosition end = LogTrail.endOf(log);
        return end == null ? "-" : end.toString();
    }

    /**
     * Looks for the mail in what was logged since, and waits for it.
     *
     * @param envelopeSender which no other mail has
     * @param since from {@link #here}
     * @param patience how long to wait for a line that is not there yet
     * @return the queue id
     */
    Optional<String> queueId(String envelopeSender, String since, Duration patience)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        try (LogTrail trail = new LogTrail(log, since.equals("-") ? null : LogPosition.parse(since))) {
            while (true) {
                LogTrail.Line line = trail.next();
                if (line == null && System.nanoTime() >= deadline) {
                    return Optional.empty();
                }
                if (line == null) {
                    TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                } else if (LogLine.parse(line.text()).orElse(null) instanceof LogLine.Active active
                        && active.envelopeSender().equals(envelopeSender)) {
                    return Optional.of(active.queueId());
                }
            }
        }
    }
}
