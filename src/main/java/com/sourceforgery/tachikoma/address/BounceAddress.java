package com.sourceforgery.tachikoma.address;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The addresses {@code bounce-<auto mail id>@…} that mails are sent from (VERP), and Message-IDs, which have the same id. */
public final class BounceAddress {
    private static final String UUID_TEXT = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
    private static final Pattern ADDRESS = Pattern.compile("bounce-(" + UUID_TEXT + ")@.*", Pattern.CASE_INSENSITIVE);
    private static final Pattern MESSAGE_ID =
            Pattern.compile("<?(" + UUID_TEXT + ")@[^<>@\\s]+>?", Pattern.CASE_INSENSITIVE);

    private BounceAddress() {}

    /** Of which mail; nothing when the address is none of those, as {@code bounce-castle@…}. */
    public static Optional<String> autoMailId(String address) {
        return uuid(ADDRESS.matcher(address.strip()));
    }

    /** Of which mail a Message-ID may be; nothing when it has not the form of ours. */
    public static Optional<String> ofMessageId(String messageId) {
        return uuid(MESSAGE_ID.matcher(messageId.strip()));
    }

    private static Optional<String> uuid(Matcher matcher) {
        return matcher.matches() ? Optional.of(UUID.fromString(matcher.group(1)).toString()) : Optional.empty();
    }
}
