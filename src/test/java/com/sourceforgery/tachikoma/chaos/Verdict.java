package com.sourceforgery.tachikoma.chaos;

import com.sourceforgery.tachikoma.grpc.frontend.EmailNotification.NotificationCase;
import com.sourceforgery.tachikoma.testsupport.SinkCopies;
import com.sourceforgery.tachikoma.testsupport.SinkCopies.Copy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToIntBiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What became of the mails, judged from what the world has kept and from what the clients have logged alone.
 *
 * @param lost promised and never arrived
 * @param withoutQueued arrived without the event
 * @param withoutDelivered arrived without the event
 * @param tellTwice mails with more DELIVERED events than copies
 * @param deliveredTwice arrived more than once because Postfix was killed after handing it on and before it took note
 * @param unexplained arrived more than once without one of these reasons
 */
record Verdict(
        List<String> lost,
        List<String> withoutQueued,
        List<String> withoutDelivered,
        List<String> tellTwice,
        List<String> deliveredTwice,
        List<String> unexplained) {

    /**
     * @param accepted ids of the mails by recipient
     * @param events how many different events of a kind a mail has had
     */
    static Verdict of(Map<String, Long> accepted, ToIntBiFunction<Long, NotificationCase> events, SinkCopies copies) {
        List<String> several = copies.withSeveral().stream().sorted().toList();
        List<String> deliveredTwice = several.stream()
                .filter(recipient -> copies.of(recipient).size() > submissions(copies.of(recipient)))
                .toList();
        return new Verdict(
                without(accepted, recipient -> !copies.of(recipient).isEmpty()),
                without(
                        accepted,
                        recipient -> events.applyAsInt(accepted.get(recipient), NotificationCase.QUEUED_EVENT) == 1),
                without(
                        accepted,
                        recipient -> events.applyAsInt(accepted.get(recipient), NotificationCase.DELIVERED_EVENT) >= 1),
                without(
                        accepted,
                        recipient -> events.applyAsInt(accepted.get(recipient), NotificationCase.DELIVERED_EVENT)
                                <= Math.max(1, copies.of(recipient).size())),
                deliveredTwice,
                several.stream()
                        .filter(recipient -> submissions(copies.of(recipient)) > 1)
                        .toList());
    }

    private static List<String> without(Map<String, Long> accepted, Predicate<String> property) {
        return accepted.keySet().stream().filter(property.negate()).sorted().toList();
    }

    private static int submissions(List<Copy> copies) {
        return SinkCopies.distinct(copies, Copy::queueId);
    }

    boolean isClean() {
        return Stream.of(lost, withoutQueued, withoutDelivered, tellTwice, unexplained)
                .allMatch(List::isEmpty);
    }

    /** A line per question. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(line("lost", lost));
        lines.add(line("QUEUED events missing", withoutQueued));
        lines.add(line("DELIVERED events missing", withoutDelivered));
        lines.add(line("mails with more DELIVERED events than copies", tellTwice));
        lines.add(line("duplicates: Postfix was killed before it noted a delivery", deliveredTwice));
        lines.add(line("duplicates without a reason", unexplained));
        return lines;
    }

    private static String line(String question, List<String> recipients) {
        String examples = recipients.stream().limit(5).collect(Collectors.joining(", "));
        return "%-60s %6d%s".formatted(question, recipients.size(), examples.isEmpty() ? "" : "  " + examples);
    }
}
