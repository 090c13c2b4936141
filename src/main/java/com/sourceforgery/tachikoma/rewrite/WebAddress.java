package com.sourceforgery.tachikoma.rewrite;

import java.util.Optional;
import java.util.regex.Pattern;

/** Addresses that a redirect can lead to. */
final class WebAddress {
    /** Longer ones stay as they are: with their token around it they would be too long for some mail programs. */
    private static final int MAX_LENGTH = 2000;

    private static final Pattern WEB = Pattern.compile("https?://[^\\p{Cntrl}]+", Pattern.CASE_INSENSITIVE);
    private static final Pattern IGNORED = Pattern.compile("^[\\x00-\\x20]+|[\\t\\r\\n]+|[\\x00-\\x20]+$");

    private WebAddress() {}

    /**
     * The http or https address that a browser reads in an attribute: without the blanks around it and the line breaks in
     * it (URL Standard, basic URL parser), otherwise as it is written. Nothing for anything else.
     *
     * @param value of the attribute, entities decoded
     */
    static Optional<String> of(String value) {
        String address = IGNORED.matcher(value).replaceAll("");
        return address.length() <= MAX_LENGTH && WEB.matcher(address).matches()
                ? Optional.of(address)
                : Optional.empty();
    }
}
