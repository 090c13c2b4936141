package com.sourceforgery.tachikoma.cli;

import com.google.protobuf.util.Timestamps;
import com.sourceforgery.tachikoma.grpc.frontend.EmailAddress;
import com.sourceforgery.tachikoma.grpc.frontend.EmailNotification;
import com.sourceforgery.tachikoma.grpc.frontend.emailstatusevent.EmailStatusEventServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.emailstatusevent.Event;
import com.sourceforgery.tachikoma.grpc.frontend.emailstatusevent.GetEmailStatusEventsFilter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tachikoma events}: what became of mails. */
@Command(
        name = "events",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Show what became of mails: queued, delivered, bounced, opened, clicked, unsubscribed …",
        footer = {
            "",
            "What bounced today:",
            "  tachikoma events --since 2026-05-01T00:00 --event HARD_BOUNCED",
            "Everything about one address, and what happens to it from now on:",
            "  tachikoma events --since -7d --to ada@example.net --follow",
            "",
            "Nothing is taken out of the queues of applications. One terminal of a user follows at a time."
        })
public final class EventsCommand implements Callable<Integer> {
    private static final String SUBSCRIPTION = "tachikoma events --follow";
    private static final List<String> HEADINGS = List.of("TIME", "EVENT", "MAIL", "TO", "FROM", "DETAIL");

    @Mixin
    private ServerOptions server;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            defaultValue = "-1h",
            description = "2026-05-01T08:00, 2026-05-01T08:00:00Z, or -2h (s, m, h, d); default ${DEFAULT-VALUE}.")
    private String since;

    @Option(names = "--to", paramLabel = "ADDRESS", description = "Of mails to this recipient.")
    private String to;

    @Option(names = "--from", paramLabel = "ADDRESS", description = "Of mails from this sender.")
    private String from;

    @Option(names = "--tag", paramLabel = "TEXT", description = "Of mails with this tag; repeat it for more.")
    private List<String> tags = List.of();

    @Option(
            names = "--event",
            paramLabel = "KIND",
            description =
                    "Of this kind: SOFT_BOUNCED, HARD_BOUNCED, DELIVERED, QUEUED, OPENED, CLICKED, UNSUBSCRIBED or "
                            + "SPAM; repeat it for more.")
    private List<Event> kinds = List.of();

    @Option(names = "--follow", description = "Go on with what happens, until Ctrl-C.")
    private boolean follow;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws InterruptedException {
        GetEmailStatusEventsFilter filter = filter();
        Output.Table<EmailNotification> table = output.table(HEADINGS, EventsCommand::row);
        try (Client client = server.connect()) {
            if (follow) {
                follow(client, filter, table);
            } else {
                client.read(
                        EmailStatusEventServiceGrpc::newBlockingStub,
                        stub -> stub.getEmailStatusEvents(filter),
                        table::add);
            }
        }
        table.end("No events.");
        return 0;
    }

    private GetEmailStatusEventsFilter filter() {
        GetEmailStatusEventsFilter.Builder filter = GetEmailStatusEventsFilter.newBuilder()
                .setNewerThan(PointInTime.timestamp("--since", since))
                .addAllEvents(kinds)
                .addAllTags(tags);
        if (to != null) {
            filter.setRecipientEmail(EmailAddress.newBuilder().setEmail(to));
        }
        if (from != null) {
            filter.setFromEmail(EmailAddress.newBuilder().setEmail(from));
        }
        return filter.build();
    }

    /** The history first, then what the subscription of this command brings: it is opened before, so nothing is missed. */
    private void follow(Client client, GetEmailStatusEventsFilter filter, Output.Table<EmailNotification> table)
            throws InterruptedException {
        try (Subscription subscription = client.subscribe(SUBSCRIPTION)) {
            Set<Long> shown = new HashSet<>();
            client.read(
                    EmailStatusEventServiceGrpc::newBlockingStub,
                    stub -> stub.getEmailStatusEvents(filter),
                    (EmailNotification event) -> {
                        shown.add(event.getEventId());
                        table.add(event);
                    });
            table.flush();
            while (true) {
                subscription
                        .next()
                        .filter(event -> !shown.contains(event.getEventId()))
                        .ifPresent(event -> {
                            show(event, filter, table);
                            table.flush();
                        });
            }
        }
    }

    private void show(
            EmailNotification event, GetEmailStatusEventsFilter filter, Output.Table<EmailNotification> table) {
        boolean wanted = Timestamps.compare(event.getTimestamp(), filter.getNewerThan()) > 0
                && (to == null
                        || to.equalsIgnoreCase(event.getRecipientEmailAddress().getEmail()))
                && (from == null
                        || from.equalsIgnoreCase(event.getSenderEmailAddress().getEmail()))
                && (kinds.isEmpty()
                        || kinds.stream().anyMatch(kind -> kind.name().equals(kind(event))))
                && (tags.isEmpty()
                        || tags.stream().anyMatch(event.getEmailTrackingData().getTagsList()::contains));
        if (wanted) {
            table.add(event);
        }
    }

    private static String kind(EmailNotification event) {
        return event.getNotificationCase().name().replaceFirst("_EVENT$", "");
    }

    private static List<String> row(EmailNotification event) {
        return List.of(
                Output.time(event.getTimestamp()),
                kind(event).toLowerCase(Locale.ROOT).replace('_', ' '),
                Long.toString(event.getEmailId().getId()),
                event.getRecipientEmailAddress().getEmail(),
                event.getSenderEmailAddress().getEmail(),
                detail(event));
    }

    private static String detail(EmailNotification event) {
        return switch (event.getNotificationCase()) {
            case HARD_BOUNCED_EVENT -> event.getHardBouncedEvent().getRejectReason();
            case CLICKED_EVENT -> event.getClickedEvent().getClickedUrl();
            case OPENED_EVENT -> event.getOpenedEvent().getUserAgent();
            default -> "";
        };
    }
}
