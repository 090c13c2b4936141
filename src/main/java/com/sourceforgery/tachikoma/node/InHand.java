package com.sourceforgery.tachikoma.node;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The mails that are being handled now. One that comes a second time waits until the first is through. */
final class InHand {
    private final Map<JournalEntry.Mail, Object> holders = new HashMap<>();

    /**
     * @param holder who takes it; told from others by identity
     * @return false when the mail was still in somebody else's hand after that time
     */
    synchronized boolean take(JournalEntry.Mail mail, Object holder, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (holders.containsKey(mail)) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        holders.put(mail, holder);
        return true;
    }

    synchronized boolean holds(JournalEntry.Mail mail, Object holder) {
        return holders.get(mail) == holder;
    }

    /** Does nothing when it is not in that hand. */
    synchronized void release(JournalEntry.Mail mail, Object holder) {
        if (holds(mail, holder)) {
            holders.remove(mail);
            notifyAll();
        }
    }
}
