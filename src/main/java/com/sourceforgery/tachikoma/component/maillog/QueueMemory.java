package com.sourceforgery.tachikoma.component.maillog;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What the log said earlier about the mails in Postfix's queue: later lines name only the queue id. Bounded: a mail is
 * mentioned anew at each attempt, so what is forgotten comes back.
 */
final class QueueMemory {
    private static final int MAX_MAILS = 100_000;

    private final Cache<String, Entry> mails =
            Caffeine.newBuilder().maximumSize(MAX_MAILS).executor(Runnable::run).build();

    private static final class Entry {
        private String envelopeSender;
        private boolean accounted;
        private final Set<String> waiting = new LinkedHashSet<>();
    }

    void learn(LogLine line) {
        if (line instanceof LogLine.Active active) {
            entry(active.queueId()).envelopeSender = active.envelopeSender();
        } else if (line instanceof LogLine.Expired expired) {
            entry(expired.queueId()).accounted = true;
        } else if (line instanceof LogLine.Delivery delivery) {
            if (delivery.status().startsWith("4.")) {
                entry(delivery.queueId()).waiting.add(delivery.recipient());
            } else {
                entry(delivery.queueId()).waiting.remove(delivery.recipient());
                entry(delivery.queueId()).accounted = true;
            }
        } else if (line instanceof LogLine.Removed removed) {
            mails.invalidate(removed.queueId());
        }
    }

    /** Null when it is not known. */
    String envelopeSender(String queueId) {
        Entry entry = mails.getIfPresent(queueId);
        return entry == null ? null : entry.envelopeSender;
    }

    /** The recipients whose last attempt was deferred. */
    Set<String> waiting(String queueId) {
        Entry entry = mails.getIfPresent(queueId);
        return entry == null ? Set.of() : Collections.unmodifiableSet(entry.waiting);
    }

    /** Whether the mail was seen to be taken up, and it was never said that it was sent, bounced or expired. */
    boolean isUnaccounted(String queueId) {
        Entry entry = mails.getIfPresent(queueId);
        return entry != null && entry.envelopeSender != null && !entry.accounted;
    }

    private Entry entry(String queueId) {
        return mails.get(queueId, id -> new Entry());
    }
}
