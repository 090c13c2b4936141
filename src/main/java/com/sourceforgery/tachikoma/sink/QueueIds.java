package com.sourceforgery.tachikoma.sink;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes queue ids in the form of Postfix's {@code enable_long_queue_ids=yes}: seconds and microseconds in base 52 (digits
 * and consonants), {@code z}, and a number in base 51 where Postfix has the inode. Never the same twice, not even
 * after a restart: the number counts up and the time goes on.
 */
final class QueueIds {
    private static final String DIGITS = "0123456789BCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz";

    private final AtomicLong inode = new AtomicLong(51L * 51 * 51 * 51);

    String next() {
        Instant now = Instant.now();
        StringBuilder id = new StringBuilder(18);
        append(id, now.getEpochSecond(), 52, 6);
        append(id, now.getNano() / 1000, 52, 4);
        id.append('z');
        append(id, inode.incrementAndGet(), 51, 1);
        return id.toString();
    }

    private static void append(StringBuilder id, long number, int base, int width) {
        StringBuilder reversed = new StringBuilder();
        for (long rest = number; rest > 0 || reversed.length() < width; rest /= base) {
            reversed.append(DIGITS.charAt((int) (rest % base)));
        }
        id.append(reversed.reverse());
    }
}
