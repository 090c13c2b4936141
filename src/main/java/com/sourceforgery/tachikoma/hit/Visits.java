package com.sourceforgery.tachikoma.hit;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads requests to links of mails: the few parts of one that the routes may see. */
public final class Visits {
    static final int MAX_AGENT = 1000;

    private static final int MAX_ADDRESS = 100;
    private static final int MAX_LANGUAGES = 500;
    private static final int MAX_FIELD = 4000;

    private final TimeBasedEpochGenerator ids = Generators.timeBasedEpochGenerator();
    private final Clock clock;
    private final Optional<String> addressHeader;

    /** @param addressHeader header in which a proxy tells the client's address (of several the last); nothing: the connection tells it */
    public Visits(Clock clock, Optional<String> addressHeader) {
        this.clock = clock;
        this.addressHeader = addressHeader;
    }

    /**
     * @param headers of platform-http: those of the request in either case, {@code CamelHttpMethod}, {@code
     *     CamelVertxPlatformHttpRemoteAddress}, and {@code token} of the path
     * @param body the form's fields, or anything else for none
     */
    public Visit read(Map<String, Object> headers, Object body) {
        return new Visit(
                ids.generate().toString(),
                clock.instant().truncatedTo(ChronoUnit.MICROS).toString(),
                text(headers, "CamelHttpMethod", MAX_ADDRESS),
                text(headers, "token", Integer.MAX_VALUE),
                address(headers),
                text(headers, "User-Agent", MAX_AGENT),
                text(headers, "Accept-Language", MAX_LANGUAGES),
                form(body));
    }

    private String address(Map<String, Object> headers) {
        return addressHeader
                .map(name -> last(text(headers, name, Integer.MAX_VALUE)))
                .filter(address -> !address.isEmpty() && address.length() <= MAX_ADDRESS)
                .orElseGet(() -> withoutPort(text(headers, "CamelVertxPlatformHttpRemoteAddress", MAX_ADDRESS)));
    }

    private static String last(String addresses) {
        return addresses.substring(addresses.lastIndexOf(',') + 1).strip();
    }

    private static String withoutPort(String address) {
        return address.replaceFirst(":\\d+$", "").replaceAll("^\\[|]$", "");
    }

    private static Map<String, String> form(Object body) {
        Map<String, String> form = new HashMap<>();
        if (body instanceof Map<?, ?> fields) {
            fields.forEach((name, value) -> form.put(storable(name, MAX_FIELD), storable(value, MAX_FIELD)));
        }
        return form;
    }

    private static String text(Map<String, Object> headers, String name, int length) {
        return storable(headers.get(name), length);
    }

    /** The last one of several; without what PostgreSQL's jsonb does not take: NUL, and halves of surrogate pairs. */
    private static String storable(Object value, int length) {
        Object one = value instanceof List<?> list && !list.isEmpty() ? list.get(list.size() - 1) : value;
        if (one == null) {
            return "";
        }
        String text = one.toString();
        StringBuilder storable = new StringBuilder(Math.min(length, text.length()));
        text.codePoints()
                .limit(length)
                .filter(c -> c != 0 && Character.getType(c) != Character.SURROGATE)
                .forEach(storable::appendCodePoint);
        return storable.toString();
    }
}
