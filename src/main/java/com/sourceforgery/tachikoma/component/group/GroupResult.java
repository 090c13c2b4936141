package com.sourceforgery.tachikoma.component.group;

import java.util.Collection;
import java.util.Map;

/** Tells which part of a group's result belongs to which member. */
final class GroupResult {
    /** Column (or key) of a result row with the member's position in the group, from 1 as SQL's WITH ORDINALITY counts. */
    static final String POSITION = "position";

    private GroupResult() {}

    /**
     * @param result rows (maps) that carry {@link #POSITION}; a member without a row gets null, the last of several rows
     *     wins. Anything that is no collection belongs to nobody: all get null.
     * @return one part per member, in their order
     * @throws IllegalArgumentException when a row names no member of the group
     */
    static Object[] perMember(Object result, int size) {
        Object[] parts = new Object[size];
        if (result instanceof Collection<?> rows) {
            for (Object row : rows) {
                parts[position(row, size) - 1] = row;
            }
        }
        return parts;
    }

    private static int position(Object row, int size) {
        if (row instanceof Map<?, ?> map && map.get(POSITION) instanceof Number number) {
            int position = number.intValue();
            if (position >= 1 && position <= size) {
                return position;
            }
        }
        throw new IllegalArgumentException("A row of a group's result has no '" + POSITION + "' from 1 to " + size);
    }
}
