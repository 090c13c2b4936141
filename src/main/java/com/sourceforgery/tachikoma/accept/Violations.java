package com.sourceforgery.tachikoma.accept;

import com.sourceforgery.tachikoma.call.CallFailure;
import com.sourceforgery.tachikoma.call.CallFailure.FieldViolation;
import com.sourceforgery.tachikoma.call.CallFailure.Reason;
import java.util.ArrayList;
import java.util.List;

/** The broken rules of one request, up to a number that still helps its author. */
final class Violations {
    private static final int MAX = 20;

    private final List<FieldViolation> found = new ArrayList<>();

    /** @param description a sentence */
    void add(String field, String description) {
        if (!isFull()) {
            found.add(new FieldViolation(field, description));
        }
    }

    /** Whether looking further is of no use. */
    boolean isFull() {
        return found.size() == MAX;
    }

    /** @throws CallFailure when there are any */
    void throwIfAny() {
        if (!found.isEmpty()) {
            FieldViolation first = found.get(0);
            String more = found.size() == 1 ? "" : " (" + (found.size() - 1) + " more)";
            throw new CallFailure(Reason.INVALID, first.field() + ": " + first.description() + more, found);
        }
    }
}
