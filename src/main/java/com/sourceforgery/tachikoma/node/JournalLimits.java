package com.sourceforgery.tachikoma.node;

import java.time.Duration;

/**
 * How much the journal keeps and how long it waits.
 *
 * @param fileBytes size at which a new file is begun
 * @param files how many files are kept at most
 * @param age how long a file is kept after its last entry
 * @param twinPatience how long a mail waits for the same mail that is in hand already
 * @param proofPatience how long Postfix's log is watched for a mail in doubt
 */
record JournalLimits(long fileBytes, int files, Duration age, Duration twinPatience, Duration proofPatience) {
    /**
     * About a million mails and three days. A webserver offers a mail again only while it has not stored the answer, and
     * has no more than a few thousand mails in that state.
     */
    static final JournalLimits DEFAULT =
            new JournalLimits(32 << 20, 10, Duration.ofDays(3), Duration.ofMinutes(5), Duration.ofSeconds(5));
}
