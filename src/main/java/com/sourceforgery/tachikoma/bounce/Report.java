package com.sourceforgery.tachikoma.bounce;

import java.util.List;

/**
 * What a {@link Notice} reports of one recipient.
 *
 * @param addresses the recipient by its names, that which the sender used first, the place where it happened last:
 *     {@code Original-Recipient}, {@code Final-Recipient}, {@code X-Actual-Recipient}; without type, brackets and the
 *     encodings of RFC 3461 and RFC 6533. A name is an address, or a local part alone where the report says no more; empty
 *     when what it says is no name
 * @param action of a {@link Notice.Kind#COMPLAINT} always {@link Action#DELIVERED}, which says nothing there
 * @param status enhanced status code (RFC 3463) exactly as the field {@code Status} has it, else the one found in the text,
 *     else empty
 * @param text the other server's words ({@code Diagnostic-Code} without its type), unfolded, {@value #TEXT} characters at
 *     most; empty when there are none
 */
public record Report(List<String> addresses, Action action, String status, String text) {
    /** RFC 3464 §2.3.3. */
    public enum Action {
        FAILED,
        DELAYED,
        DELIVERED,
        RELAYED,
        EXPANDED
    }

    static final int TEXT = 2_000;
    /** More of one mail are not looked at. */
    static final int MOST = 1_000;

    public Report {
        addresses = List.copyOf(addresses);
        text = Words.squeezed(text, TEXT);
    }
}
