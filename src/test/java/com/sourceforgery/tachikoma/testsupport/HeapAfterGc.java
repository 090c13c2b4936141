package com.sourceforgery.tachikoma.testsupport;

import java.lang.management.ManagementFactory;

/** What this process holds in its heap. */
public final class HeapAfterGc {
    private HeapAfterGc() {}

    /** After a full collection. */
    public static long megabytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
    }
}
