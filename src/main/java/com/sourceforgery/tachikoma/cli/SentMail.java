package com.sourceforgery.tachikoma.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A mail to one recipient, and what became of it so far. */
public final class SentMail {
    /**
     * @param time when it happened, by the clock of the server; for the first step, of this machine
     * @param detail why, for bounces and refusals; else empty
     */
    public record Step(Instant time, MailState state, String detail) {}

    private final long id;
    private final String recipient;
    private final List<Step> steps = new ArrayList<>();

    SentMail(long id, String recipient, Step first) {
        this.id = id;
        this.recipient = recipient;
        steps.add(first);
    }

    /** A late step does not hide the one that decided. */
    void add(Step step) {
        boolean late = last().state().isFinal() && !step.state().isFinal();
        steps.add(late ? steps.size() - 1 : steps.size(), step);
    }

    /** The server's id of the mail; 0 for a rejected one. */
    public long id() {
        return id;
    }

    public String recipient() {
        return recipient;
    }

    /** In the order in which they became known, the one that decided last. */
    public List<Step> steps() {
        return List.copyOf(steps);
    }

    public Step last() {
        return steps.get(steps.size() - 1);
    }
}
