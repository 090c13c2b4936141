package com.sourceforgery.tachikoma.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PagesTest {
    private final List<String> reads = new ArrayList<>();

    /** Five items, two a page. */
    private final Pages<Object> pages = new Pages<>(this::read, row -> row.get("id"));

    private List<Map<String, Object>> read(long accountId, long after) {
        reads.add(accountId + "/" + after);
        return LongStream.rangeClosed(after + 1, Math.min(5, after + 2))
                .mapToObj(id -> Map.<String, Object>of("id", id))
                .toList();
    }

    @Test
    void allItemsComeInOrder() {
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L), ImmutableList.copyOf(pages.of(7)));
    }

    @Test
    void aPageIsReadWhenItsFirstItemIsAskedFor() {
        Iterator<Object> items = pages.of(7);
        assertEquals(List.of(), reads);

        items.next();
        items.next();
        assertEquals(List.of("7/0"), reads);

        items.next();
        assertEquals(List.of("7/0", "7/2"), reads);
    }

    @Test
    void theEndIsTheEnd() {
        Iterator<Object> items = pages.of(7);
        ImmutableList.copyOf(items);
        int atTheEnd = reads.size();

        assertFalse(items.hasNext());
        assertThrows(NoSuchElementException.class, items::next);
        assertEquals(atTheEnd, reads.size());
    }

    @Test
    void eachListHasItsOwnPlace() {
        Iterator<Object> one = pages.of(7);
        Iterator<Object> other = pages.of(8);

        assertEquals(1L, one.next());
        assertEquals(2L, one.next());
        assertEquals(1L, other.next());
    }
}
