package com.sourceforgery.tachikoma.rule;

import java.util.List;
import java.util.stream.Collectors;

/** A file of rules that cannot be used. Names all of its faults, in the order of their lines. */
public final class RuleFaults extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Fault> faults;

    /** @param source where the rules are from, for the message */
    public RuleFaults(String source, List<Fault> faults) {
        super(faults.stream()
                .map(fault -> source + ":" + fault.line() + ": " + fault.sentence())
                .collect(Collectors.joining(System.lineSeparator())));
        this.faults = List.copyOf(faults);
    }

    /**
     * One fault.
     *
     * @param line from 1
     * @param sentence what is wrong, plainly
     */
    public record Fault(int line, String sentence) {}

    public List<Fault> faults() {
        return faults;
    }
}
