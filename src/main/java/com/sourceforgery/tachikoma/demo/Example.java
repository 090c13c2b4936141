package com.sourceforgery.tachikoma.demo;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.JsonFormat;
import com.sourceforgery.tachikoma.cli.MailState;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A mail of {@code examples/} and what is to become of it.
 *
 * @param title at most 14 characters
 * @param file name without its end
 * @param delay how much later than now it is to be sent; zero for at once
 * @param states all states that each of its mails goes through, whatever the order of reports
 * @param outcome the last of them
 */
record Example(String title, String file, Duration delay, Set<MailState> states, MailState outcome) {
    /** Those that the demo sends, in this order. */
    static final List<Example> ALL = List.of(
            new Example(
                    "Order",
                    "order-confirmation",
                    Duration.ZERO,
                    EnumSet.of(MailState.ACCEPTED, MailState.QUEUED, MailState.DELIVERED),
                    MailState.DELIVERED),
            new Example(
                    "Password reset",
                    "password-reset",
                    Duration.ZERO,
                    EnumSet.of(MailState.ACCEPTED, MailState.QUEUED, MailState.SOFT_BOUNCED, MailState.DELIVERED),
                    MailState.DELIVERED),
            new Example(
                    "Invoice",
                    "invoice",
                    Duration.ZERO,
                    EnumSet.of(MailState.ACCEPTED, MailState.QUEUED, MailState.HARD_BOUNCED),
                    MailState.HARD_BOUNCED),
            new Example(
                    "Reminder",
                    "appointment-reminder",
                    Duration.ofSeconds(10),
                    EnumSet.of(MailState.SCHEDULED, MailState.QUEUED, MailState.DELIVERED),
                    MailState.DELIVERED),
            new Example(
                    "Newsletter",
                    "newsletter",
                    Duration.ZERO,
                    EnumSet.of(MailState.ACCEPTED, MailState.QUEUED, MailState.DELIVERED),
                    MailState.DELIVERED));

    /** The request of the file, with the time when it is due. */
    OutgoingEmail request(Instant now) {
        OutgoingEmail.Builder mail = OutgoingEmail.newBuilder();
        try (Reader json = new InputStreamReader(
                Example.class.getClassLoader().getResourceAsStream("examples/" + file + ".json"),
                StandardCharsets.UTF_8)) {
            JsonFormat.parser().merge(json, mail);
        } catch (IOException e) {
            throw new UncheckedIOException("examples/" + file + ".json cannot be read", e);
        }
        if (!delay.isZero()) {
            Instant due = now.plus(delay);
            mail.setSendAt(
                    Timestamp.newBuilder().setSeconds(due.getEpochSecond()).setNanos(due.getNano()));
        }
        return mail.build();
    }
}
