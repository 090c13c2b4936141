package com.sourceforgery.tachikoma.demo;

import com.sourceforgery.tachikoma.cli.Client;
import com.sourceforgery.tachikoma.cli.EventFeed;
import com.sourceforgery.tachikoma.cli.MailState;
import com.sourceforgery.tachikoma.cli.SentMail;
import com.sourceforgery.tachikoma.cli.SentMails;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailQueueStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Sends the examples and follows them to their end. */
final class DemoMails {
    private final Map<SentMail, Example> examples = new LinkedHashMap<>();
    private final SentMails mails = new SentMails();

    /**
     * Sends all and returns when each has its outcome, or when the time is up.
     *
     * @param onStep is told of each mail that gets one step further
     */
    void run(Client client, Duration limit, Consumer<SentMail> onStep) throws InterruptedException {
        try (EventFeed events = client.follow()) {
            for (Example example : Example.ALL) {
                for (EmailQueueStatus status : client.send(example.request(Instant.now()))) {
                    SentMail mail = mails.add(status);
                    examples.put(mail, example);
                    onStep.accept(mail);
                }
            }
            Instant end = Instant.now().plus(limit);
            for (Duration left = limit;
                    !mails.areFinal() && !left.isNegative();
                    left = Duration.between(Instant.now(), end)) {
                events.next(left).flatMap(mails::add).ifPresent(onStep);
            }
        }
    }

    /** In the order in which they were sent. */
    Map<SentMail, Example> examples() {
        return examples;
    }

    /** A sentence for each mail that did not end as it should. */
    List<String> surprises() {
        return examples.entrySet().stream()
                .map(entry -> surprise(entry.getKey(), entry.getValue()))
                .filter(Objects::nonNull)
                .toList();
    }

    private static String surprise(SentMail mail, Example example) {
        Set<MailState> states = mail.steps().stream()
                .map(SentMail.Step::state)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(MailState.class)));
        boolean early = !example.delay().isZero()
                && mail.last().time().isBefore(mail.steps().get(0).time().plus(example.delay()));
        if (!states.equals(example.states()) || mail.last().state() != example.outcome()) {
            return example.title() + " to " + mail.recipient() + " was to be " + example.states() + " and is " + states
                    + ".";
        }
        return early ? example.title() + " to " + mail.recipient() + " was sent before it was due." : null;
    }
}
