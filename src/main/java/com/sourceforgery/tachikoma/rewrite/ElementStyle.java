package com.sourceforgery.tachikoma.rewrite;

import com.sourceforgery.tachikoma.rewrite.CssSheet.Declaration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which declarations can go from the style sheets to the style attribute of one element. In the attribute each wins over
 * all rules that stay, unless those are important: it goes there only if it has won over those before. That does not hang
 * on which values a program understands, or on the width of its screen.
 */
final class ElementStyle {
    /**
     * A declaration that applies to the element, or may.
     *
     * @param rule number of the rule among all of the document
     * @param selector number of the selector among the rule's
     * @param order of the rule among all, then of the declaration in it
     */
    record Applied(Declaration declaration, int rule, int selector, int specificity, long order)
            implements Comparable<Applied> {
        /** Order of the cascade, the winner last (CSS Cascading Level 4 §6). */
        @Override
        public int compareTo(Applied other) {
            int byImportance = Boolean.compare(declaration.important(), other.declaration.important());
            int bySpecificity = byImportance != 0 ? byImportance : Integer.compare(specificity, other.specificity);
            return bySpecificity != 0 ? bySpecificity : Long.compare(order, other.order);
        }

        /** The same declaration under another selector of its rule is no rival: it says the same. */
        private boolean isLostTo(Applied rival) {
            return declaration != rival.declaration
                    && declaration.important() == rival.declaration.important()
                    && compareTo(rival) < 0
                    && CssProperties.overlap(declaration.property(), rival.declaration.property());
        }
    }

    private final List<Applied> movable = new ArrayList<>();
    private final List<Applied> staying = new ArrayList<>();

    /** @param moves whether it could go to the attribute; otherwise it stays in the sheet and possibly applies */
    void add(Applied applied, boolean moves) {
        (moves ? movable : staying).add(applied);
    }

    boolean hasMovable() {
        return !movable.isEmpty();
    }

    /** All that always applies, when the element cannot be edited. */
    List<Applied> movable() {
        return movable;
    }

    /**
     * What has to stay in the sheets for this element.
     *
     * @return some of the movable ones
     */
    List<Applied> kept(Effort effort) {
        Collections.sort(movable);
        List<Applied> rivals = new ArrayList<>(staying);
        List<Applied> kept = new ArrayList<>();
        for (int i = movable.size() - 1; i >= 0; i--) {
            Applied one = movable.get(i);
            effort.spend(rivals.size() + 1);
            if (rivals.stream().anyMatch(one::isLostTo)) {
                kept.add(one);
                rivals.add(one);
            }
        }
        return kept;
    }

    /** Declarations for the attribute, in their order; without those that nobody needs. */
    List<Declaration> moved(List<Applied> kept) {
        List<Applied> left = new ArrayList<>(movable);
        left.removeAll(Set.copyOf(kept));
        Set<String> overruled = new LinkedHashSet<>();
        List<Declaration> moved = new ArrayList<>();
        for (int i = left.size() - 1; i >= 0; i--) {
            Declaration declaration = left.get(i).declaration();
            if (!overruled.contains(declaration.property()) && !moved.contains(declaration)) {
                moved.add(declaration);
            }
            if (CssProperties.isSure(declaration.property(), declaration.value())) {
                overruled.add(declaration.property());
            }
        }
        Collections.reverse(moved);
        return moved;
    }

    /** Whether two elements that are one tag in the source want the same. */
    boolean isLike(ElementStyle other) {
        return movable.equals(other.movable) && staying.equals(other.staying);
    }
}
