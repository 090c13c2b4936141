package com.sourceforgery.tachikoma.cli;

import com.google.protobuf.Timestamp;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A point in time as people type it. */
final class PointInTime {
    private static final Pattern FROM_NOW = Pattern.compile("([+-]\\d{1,6})([smhd])");

    private PointInTime() {}

    /**
     * @param option that the text was given for
     * @param text ISO 8601 with an offset, or without one in this machine's time zone, or {@code +10m} from now on, or
     *     {@code -2h} ago
     */
    static Instant parse(String option, String text, Instant now) {
        Matcher fromNow = FROM_NOW.matcher(text);
        try {
            if (fromNow.matches()) {
                long amount = Long.parseLong(fromNow.group(1));
                return now.plus(
                        switch (fromNow.group(2)) {
                            case "s" -> Duration.ofSeconds(amount);
                            case "m" -> Duration.ofMinutes(amount);
                            case "h" -> Duration.ofHours(amount);
                            default -> Duration.ofDays(amount);
                        });
            }
            boolean hasOffset = text.matches(".*T.*([Zz]|[+-]\\d\\d:?\\d\\d)");
            return hasOffset
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).atZone(ZoneId.systemDefault()).toInstant();
        } catch (DateTimeException e) {
            throw new CommandFailure(option + " is '" + text
                    + "', which is none of 2026-05-01T08:00, 2026-05-01T08:00:00Z, +10m and -2h.");
        }
    }

    /** The same as a protobuf timestamp, from now. */
    static Timestamp timestamp(String option, String text) {
        Instant time = parse(option, text, Instant.now());
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }
}
