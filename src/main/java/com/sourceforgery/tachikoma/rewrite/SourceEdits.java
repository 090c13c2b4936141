package com.sourceforgery.tachikoma.rewrite;

import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/** Changes of a text at places of it, in characters (UTF-16); they do not overlap. */
final class SourceEdits {
    /** From {@code start} to before {@code end} there is {@code insertion} instead. */
    record Edit(int start, int end, BodyPlan.Insertion insertion) {}

    private final SortedMap<Integer, Edit> edits = new TreeMap<>();

    /** A second edit at a place says the same as the first: broken html can be one tag and two elements. */
    void replace(int start, int end, BodyPlan.Insertion insertion) {
        edits.putIfAbsent(start, new Edit(start, end, insertion));
    }

    void replace(int start, int end, String text) {
        replace(start, end, links -> text);
    }

    void insert(int position, BodyPlan.Insertion insertion) {
        replace(position, position, insertion);
    }

    void addAll(SourceEdits others) {
        others.edits.forEach(edits::putIfAbsent);
    }

    Collection<Edit> inOrder() {
        return edits.values();
    }
}
