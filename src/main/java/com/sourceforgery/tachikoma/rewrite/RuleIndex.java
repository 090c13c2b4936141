package com.sourceforgery.tachikoma.rewrite;

import com.sourceforgery.tachikoma.rewrite.CssSheet.CssRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jsoup.nodes.Element;

/** Finds the selectors that can match an element by its id, its classes and its name. */
final class RuleIndex {
    /** A selector, by the numbers of its rule and of itself in it. */
    record Entry(int rule, int selector) {}

    private final Map<String, List<Entry>> byKey = new HashMap<>();
    private final List<Entry> forAll = new ArrayList<>();

    /** Pseudo-elements are left out: no declaration of the element competes with theirs. */
    void add(int number, CssRule rule) {
        for (int i = 0; i < rule.selectors().size(); i++) {
            CssSelector selector = rule.selectors().get(i);
            if (!selector.pseudoElement()) {
                List<Entry> entries = selector.key() == null
                        ? forAll
                        : byKey.computeIfAbsent(selector.key(), any -> new ArrayList<>());
                entries.add(new Entry(number, i));
            }
        }
    }

    List<Entry> candidates(Element element) {
        List<Entry> candidates = new ArrayList<>(forAll);
        candidates.addAll(byKey.getOrDefault(element.normalName(), List.of()));
        if (!element.id().isEmpty()) {
            candidates.addAll(byKey.getOrDefault("#" + element.id().toLowerCase(Locale.ROOT), List.of()));
        }
        for (String name : element.classNames()) {
            candidates.addAll(byKey.getOrDefault("." + name.toLowerCase(Locale.ROOT), List.of()));
        }
        return candidates;
    }
}
