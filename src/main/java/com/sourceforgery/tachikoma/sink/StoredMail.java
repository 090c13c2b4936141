package com.sourceforgery.tachikoma.sink;

import java.util.List;

/**
 * One mail that a sink took, as a line of {@code index.jsonl}.
 *
 * @param id position of its line in the index, in bytes: grows with time and finds the mail without a search
 * @param time when the last byte had come, ISO 8601 in UTC
 * @param queueId the id it was answered with
 * @param envelopeSender reverse path without brackets; empty for {@code <>}
 * @param recipients who it was for, and what becomes of each
 * @param size bytes as received, after dot-unstuffing
 * @param messageId Message-ID with its brackets; empty when there was none
 * @param sha256 of these bytes, hexadecimal
 * @param offset where they begin in the file of bodies
 */
public record StoredMail(
        long id,
        String time,
        String queueId,
        String envelopeSender,
        List<Recipient> recipients,
        long size,
        String messageId,
        String sha256,
        long offset) {
    /**
     * @param address forward path without brackets
     * @param outcome {@code delivered}, {@code bounced}, {@code expired} or {@code complained}
     * @param code enhanced status code (RFC 3463) of the outcome
     * @param deferrals how often it is put off before
     */
    public record Recipient(String address, String outcome, String code, int deferrals) {
        static Recipient of(String address) {
            Behaviour behaviour = Behaviour.of(address);
            boolean deferred = behaviour.kind() == Behaviour.Kind.DEFER;
            return new Recipient(
                    address,
                    behaviour.outcome(),
                    deferred ? "2.0.0" : behaviour.code(),
                    deferred ? behaviour.count() : 0);
        }

        boolean wasDeferred() {
            return deferrals > 0;
        }
    }

    boolean isFor(String address) {
        return recipients.stream().anyMatch(recipient -> recipient.address().equalsIgnoreCase(address));
    }
}
