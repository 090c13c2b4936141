package com.sourceforgery.tachikoma.bounce;

import java.util.Map;

/**
 * What a notice comes to.
 *
 * @param verdict what is to be done with it
 * @param outcome row of {@code status-store.sql}; of a verdict other than {@link Verdict#OUTCOME} null
 * @param reason why there is no outcome, a sentence; of {@link Verdict#OUTCOME} empty
 */
public record Finding(Verdict verdict, Map<String, Object> outcome, String reason) {
    public enum Verdict {
        /** It tells what became of a mail. */
        OUTCOME,
        /** It tells nothing that counts. */
        IGNORED,
        /** It came to an address of no mail. */
        REJECTED,
        /** It is about no mail that was sent and came to an address of its own: as other mail is. */
        OTHER_MAIL,
        /** It tells something, but not surely enough: for people to look at. */
        KEPT
    }

    static Finding toldOf(Map<String, Object> row) {
        return new Finding(Verdict.OUTCOME, row, "");
    }

    static Finding ignored(String reason) {
        return new Finding(Verdict.IGNORED, null, reason);
    }

    static Finding rejected() {
        return new Finding(Verdict.REJECTED, null, "No mail has this address");
    }

    static Finding otherMail() {
        return new Finding(Verdict.OTHER_MAIL, null, "It names no mail that was sent by this domain");
    }

    static Finding kept(String reason) {
        return new Finding(Verdict.KEPT, null, Words.squeezed(reason, Report.TEXT));
    }
}
