package com.sourceforgery.tachikoma.hit;

import java.util.Map;

/**
 * A request to a link of a mail.
 *
 * @param id made for this request; what comes of it is known by it
 * @param receivedAt ISO 8601, UTC, in microseconds as the database keeps them
 * @param token last part of the link; empty when there is none
 * @param address the client's; may be empty
 * @param agent header {@code User-Agent}, cut off after {@value Visits#MAX_AGENT} characters; may be empty
 * @param languages header {@code Accept-Language}; may be empty
 * @param form fields of the form that was posted
 */
public record Visit(
        String id,
        String receivedAt,
        String method,
        String token,
        String address,
        String agent,
        String languages,
        Map<String, String> form) {
    /** Whether it wants something to be done; GET and HEAD only look (RFC 9110 §9.2.1). */
    public boolean isPost() {
        return method.equals("POST");
    }

    /** Whether a mail program unsubscribes its reader without a page (RFC 8058 §3.2). */
    public boolean isOneClick() {
        return isPost() && "One-Click".equalsIgnoreCase(form.get("List-Unsubscribe"));
    }

    /** Whether somebody has pressed the button of a page. */
    public boolean isConfirmed() {
        return isPost() && form.containsKey("confirmed");
    }
}
