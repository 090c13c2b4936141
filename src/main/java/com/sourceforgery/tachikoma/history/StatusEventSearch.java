package com.sourceforgery.tachikoma.history;

import com.google.protobuf.util.Timestamps;
import com.sourceforgery.tachikoma.account.Caller;
import com.sourceforgery.tachikoma.address.Mailbox;
import com.sourceforgery.tachikoma.call.CallFailure;
import com.sourceforgery.tachikoma.component.grpc.GrpcStream;
import com.sourceforgery.tachikoma.grpc.frontend.EmailAddress;
import com.sourceforgery.tachikoma.grpc.frontend.emailstatusevent.Event;
import com.sourceforgery.tachikoma.grpc.frontend.emailstatusevent.GetEmailStatusEventsFilter;
import com.sourceforgery.tachikoma.notify.EventView;
import com.sourceforgery.tachikoma.notify.ExcludedVerdicts;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Reads the filter of {@code GetEmailStatusEvents}. */
public final class StatusEventSearch {
    /** What has no value of its own in {@code Event} is given when no event is asked for by name. */
    private static final String[] ALL_KINDS = Stream.concat(
                    Arrays.stream(Event.values())
                            .filter(event -> event != Event.UNRECOGNIZED)
                            .map(Event::name),
                    Stream.of("REPORTED_ABUSE", "CANCELLED"))
            .toArray(String[]::new);

    /**
     * A call that gives the events of the caller's account that pass the filter, oldest first.
     *
     * @throws CallFailure INVALID naming the field
     */
    public HistoryCall open(GrpcStream stream, Caller caller, GetEmailStatusEventsFilter filter) {
        Map<String, Object> parameters = Map.of(
                "accountId", caller.accountId(),
                "afterPosition", newerThan(filter),
                "afterId", Long.MAX_VALUE,
                "upTo", "",
                "kinds", kinds(filter.getEventsList()),
                "recipient", address("recipient_email", filter.hasRecipientEmail(), filter.getRecipientEmail()),
                "sender", address("from_email", filter.hasFromEmail(), filter.getFromEmail()),
                "tags", tags(filter.getTagsList()));
        EventView view = new EventView(
                Set.of(),
                filter.getIncludeTrackingData(),
                filter.getIncludeMetricsData(),
                false,
                new ExcludedVerdicts(filter.getExcludeVerdictsList()));
        return new HistoryCall(stream, view, "seda:history-search", UnaryOperator.identity(), parameters);
    }

    private static String[] tags(List<String> tags) {
        if (tags.stream().anyMatch(tag -> tag.indexOf('\0') >= 0)) {
            throw CallFailure.invalid("tags", "There is a NUL character in one.");
        }
        return tags.toArray(String[]::new);
    }

    private static String newerThan(GetEmailStatusEventsFilter filter) {
        if (!filter.hasNewerThan()) {
            return "-infinity";
        }
        if (!Timestamps.isValid(filter.getNewerThan())) {
            throw CallFailure.invalid("newer_than", "is no time between the years 1 and 9999");
        }
        return Timestamps.toString(filter.getNewerThan());
    }

    private static String[] kinds(List<Event> events) {
        if (events.contains(Event.UNRECOGNIZED)) {
            throw CallFailure.invalid("events", "has a value that this server does not know");
        }
        return events.isEmpty()
                ? ALL_KINDS
                : events.stream().map(Event::name).distinct().toArray(String[]::new);
    }

    private static String address(String field, boolean given, EmailAddress address) {
        if (!given) {
            return "";
        }
        Mailbox.findProblem(address.getEmail()).ifPresent(problem -> {
            throw CallFailure.invalid(field + ".email", problem);
        });
        return Mailbox.parse(address.getEmail()).toString().toLowerCase(Locale.ROOT);
    }
}
