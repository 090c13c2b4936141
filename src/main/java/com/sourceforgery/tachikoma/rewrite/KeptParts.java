package com.sourceforgery.tachikoma.rewrite;

import com.sourceforgery.tachikoma.rewrite.CssSheet.Declaration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What has to stay of one rule, by the number of the selector that needs it. */
final class KeptParts {
    private final Map<Integer, Set<Declaration>> kept = new HashMap<>();

    /** The selector can move, and some element is there to take it. */
    void matched(int selector) {
        kept.computeIfAbsent(selector, any -> new HashSet<>());
    }

    void keep(int selector, Declaration declaration) {
        kept.get(selector).add(declaration);
    }

    boolean isMatched(int selector) {
        return kept.containsKey(selector);
    }

    Set<Declaration> kept(int selector) {
        return kept.get(selector);
    }
}
