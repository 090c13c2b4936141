package com.sourceforgery.tachikoma.component.grpc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks through the chain of an exception's causes. */
final class FailureCauses {
    private static final int MAX_DEPTH = 50;

    private FailureCauses() {}

    /** The exception and its causes, outermost first. */
    static List<Throwable> of(Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable cause = failure; cause != null && chain.size() < MAX_DEPTH; cause = cause.getCause()) {
            chain.add(cause);
        }
        return chain;
    }

    static <T> Optional<T> first(List<Throwable> chain, Class<T> type) {
        return chain.stream().filter(type::isInstance).map(type::cast).findFirst();
    }
}
