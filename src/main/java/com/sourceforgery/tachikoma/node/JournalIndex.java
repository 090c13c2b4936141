package com.sourceforgery.tachikoma.node;

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.function.LongPredicate;

/**
 * Where in the journal a mail's acceptance stands: 16 bytes a mail and slot, since a node may have accepted millions. Keyed
 * by a 64-bit hash, so that a find is a hint: the caller reads the entry and compares.
 */
final class JournalIndex {
    private static final HashFunction HASH = Hashing.murmur3_128();
    private static final int FIRST_SLOTS = 1 << 10;
    private static final long FREE = 0;

    private long[] hashes = new long[FIRST_SLOTS];
    private long[] locations = new long[FIRST_SLOTS];
    private int size;

    /** @param location not 0 */
    void put(JournalEntry.Mail mail, long location) {
        if (size >= hashes.length / 4 * 3) {
            rebuild(hashes.length * 2, kept -> true);
        }
        put(hash(mail), location);
    }

    /** The location, or 0. */
    long find(JournalEntry.Mail mail) {
        return locations[slot(hash(mail))];
    }

    void removeIf(LongPredicate location) {
        rebuild(hashes.length, location.negate());
    }

    int size() {
        return size;
    }

    private void put(long hash, long location) {
        int slot = slot(hash);
        if (locations[slot] == FREE) {
            size++;
        }
        hashes[slot] = hash;
        locations[slot] = location;
    }

    private int slot(long hash) {
        int slot = (int) hash & hashes.length - 1;
        while (locations[slot] != FREE && hashes[slot] != hash) {
            slot = slot + 1 & hashes.length - 1;
        }
        return slot;
    }

    private void rebuild(int slots, LongPredicate keep) {
        long[] oldHashes = hashes;
        long[] oldLocations = locations;
        hashes = new long[slots];
        locations = new long[slots];
        size = 0;
        for (int i = 0; i < oldLocations.length; i++) {
            if (oldLocations[i] != FREE && keep.test(oldLocations[i])) {
                put(oldHashes[i], oldLocations[i]);
            }
        }
    }

    private static long hash(JournalEntry.Mail mail) {
        return HASH.newHasher()
                .putString(mail.envelopeSender(), StandardCharsets.UTF_8)
                .putChar('\t')
                .putString(mail.recipient(), StandardCharsets.UTF_8)
                .hash()
                .asLong();
    }
}
