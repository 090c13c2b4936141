package com.sourceforgery.tachikoma.compose;

import com.google.protobuf.Struct;
import java.time.Instant;
import java.util.UUID;

/**
 * What makes one recipient's mail differ from the others of the same request. All of it is stored, so that the same mail
 * can be composed again.
 *
 * @param emailId id of the mail, as clients know it
 * @param autoMailId unguessable id of the mail; the seed of Message-ID, VERP address, boundaries and links
 * @param mailDomain the account's domain, in ASCII
 * @param bounceDomain domain of the {@code bounce-} and {@code unsub-} addresses, in ASCII
 * @param baseUrl prefix of links, with a slash at its end
 * @param userId the user that sent the request
 * @param recipient address as the client gave it
 * @param recipientOverride address that gets this user's mail instead of all recipients; null when there is none
 * @param recipientName display name, may be empty
 * @param vars the recipient's own template variables
 * @param date of the mail's Date header
 */
public record Addressee(
        long emailId,
        UUID autoMailId,
        String mailDomain,
        String bounceDomain,
        String baseUrl,
        long userId,
        String recipient,
        String recipientOverride,
        String recipientName,
        Struct vars,
        Instant date) {

    /** The address that the mail really goes to. */
    public String deliveryAddress() {
        return recipientOverride == null ? recipient : recipientOverride;
    }
}
