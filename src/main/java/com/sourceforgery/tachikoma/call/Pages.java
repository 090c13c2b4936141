package com.sourceforgery.tachikoma.call;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Function;

/**
 * Lists of any length that belong to an account, in the order of their ids. A page is read when its first item is asked
 * for: between two pages nothing is held but the last id.
 */
public final class Pages<T> {
    /** Where pages come from. */
    @FunctionalInterface
    public interface Source {
        /** The rows that follow an id, each with its {@code id}; none at the end. */
        List<Map<String, Object>> after(long accountId, long id);
    }

    private final Source source;
    private final Function<Map<String, Object>, T> item;

    /** @param item makes an item of a row */
    public Pages(Source source, Function<Map<String, Object>, T> item) {
        this.source = source;
        this.item = item;
    }

    /** The items of an account. */
    public Iterator<T> of(long accountId) {
        return new Items(accountId);
    }

    private final class Items implements Iterator<T> {
        private final long accountId;
        private Iterator<Map<String, Object>> page =
                List.<Map<String, Object>>of().iterator();
        private long lastId;
        private boolean ended;

        private Items(long accountId) {
            this.accountId = accountId;
        }

        @Override
        public boolean hasNext() {
            if (!ended && !page.hasNext()) {
                page = source.after(accountId, lastId).iterator();
                ended = !page.hasNext();
            }
            return !ended;
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Map<String, Object> row = page.next();
            lastId = ((Number) row.get("id")).longValue();
            return item.apply(row);
        }
    }
}
