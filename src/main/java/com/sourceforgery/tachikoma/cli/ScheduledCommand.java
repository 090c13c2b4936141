package com.sourceforgery.tachikoma.cli;

import com.sourceforgery.tachikoma.grpc.frontend.EmailAddress;
import com.sourceforgery.tachikoma.grpc.frontend.EmailId;
import com.sourceforgery.tachikoma.grpc.frontend.EmailTransactionId;
import com.sourceforgery.tachikoma.grpc.frontend.schedule.CancelEmailsRequest;
import com.sourceforgery.tachikoma.grpc.frontend.schedule.ChangeScheduledEmailsResponse;
import com.sourceforgery.tachikoma.grpc.frontend.schedule.ListScheduledEmailsRequest;
import com.sourceforgery.tachikoma.grpc.frontend.schedule.ListScheduledEmailsResponse;
import com.sourceforgery.tachikoma.grpc.frontend.schedule.RescheduleEmailsRequest;
import com.sourceforgery.tachikoma.grpc.frontend.schedule.ScheduleServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.schedule.ScheduleServiceGrpc.ScheduleServiceBlockingStub;
import com.sourceforgery.tachikoma.grpc.frontend.schedule.ScheduledEmail;
import com.sourceforgery.tachikoma.grpc.frontend.schedule.ScheduledEmailSelection;
import com.sourceforgery.tachikoma.grpc.frontend.schedule.SendEmailsNowRequest;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tachikoma scheduled}: mail that waits for its time. */
@Command(
        name = "scheduled",
        mixinStandardHelpOptions = true,
        description = "List, cancel, move or send mail that waits for its time.",
        footer = {
            "",
            "What is due today, and taking one mail of it back:",
            "  tachikoma scheduled list --before +24h",
            "  tachikoma scheduled cancel --mail 4711",
            "A whole newsletter two hours later:",
            "  tachikoma scheduled move --transaction 12 --at 2026-05-01T10:00",
            "",
            "Once a node has been given a mail, it is too late."
        })
public final class ScheduledCommand {
    static final class Selection {
        @Option(names = "--mail", paramLabel = "ID", required = true, description = "One mail, by its id.")
        private Long mail;

        @Option(names = "--transaction", paramLabel = "ID", required = true, description = "All mails of one call.")
        private Long transaction;

        private ScheduledEmailSelection toRequest() {
            ScheduledEmailSelection.Builder selection = ScheduledEmailSelection.newBuilder();
            return mail != null
                    ? selection.setEmailId(EmailId.newBuilder().setId(mail)).build()
                    : selection
                            .setTransactionId(EmailTransactionId.newBuilder().setId(transaction))
                            .build();
        }
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Show waiting mail, what is due first at the top.")
    int list(
            @Mixin ServerOptions server,
            @Mixin Output output,
            @Option(names = "--from", paramLabel = "TIME", description = "Due at this time or later.") String from,
            @Option(names = "--before", paramLabel = "TIME", description = "Due before this time.") String before,
            @Option(names = "--tag", paramLabel = "TEXT", description = "Sent with this tag.") String tag,
            @Option(names = "--to", paramLabel = "ADDRESS", description = "To this recipient.") String to) {
        ListScheduledEmailsRequest.Builder request = ListScheduledEmailsRequest.newBuilder();
        if (from != null) {
            request.setDueFrom(PointInTime.timestamp("--from", from));
        }
        if (before != null) {
            request.setDueBefore(PointInTime.timestamp("--before", before));
        }
        if (tag != null) {
            request.setTag(tag);
        }
        if (to != null) {
            request.setRecipient(EmailAddress.newBuilder().setEmail(to));
        }
        Output.Table<ScheduledEmail> table =
                output.table(List.of("MAIL", "TRANSACTION", "DUE", "FROM", "TO", "TAGS"), ScheduledCommand::row);
        try (Client client = server.connect()) {
            ListScheduledEmailsResponse page;
            do {
                page = client.call(
                        ScheduleServiceGrpc::newBlockingStub, stub -> stub.listScheduledEmails(request.build()));
                page.getEmailsList().forEach(table::add);
                request.setPageToken(page.getNextPageToken());
            } while (!page.getNextPageToken().isEmpty());
        }
        table.end("Nothing waits.");
        return 0;
    }

    private static List<String> row(ScheduledEmail mail) {
        return List.of(
                Long.toString(mail.getEmailId().getId()),
                Long.toString(mail.getTransactionId().getId()),
                Output.time(mail.getDueAt()),
                mail.getFrom().getEmail(),
                mail.getRecipient().getEmail(),
                String.join(", ", mail.getTagsList()));
    }

    @Command(name = "cancel", mixinStandardHelpOptions = true, description = "Take mail back: it is never sent.")
    int cancel(
            @Mixin ServerOptions server,
            @Mixin Output output,
            @ArgGroup(exclusive = true, multiplicity = "1") Selection selection) {
        CancelEmailsRequest request = CancelEmailsRequest.newBuilder()
                .setSelection(selection.toRequest())
                .build();
        return change(server, output, "cancelled", stub -> stub.cancelEmails(request));
    }

    @Command(name = "move", mixinStandardHelpOptions = true, description = "Set a new time.")
    int move(
            @Mixin ServerOptions server,
            @Mixin Output output,
            @ArgGroup(exclusive = true, multiplicity = "1") Selection selection,
            @Option(
                            names = "--at",
                            paramLabel = "TIME",
                            required = true,
                            description = "2026-05-01T08:00, 2026-05-01T08:00:00Z, or +10m (s, m, h, d).")
                    String at) {
        RescheduleEmailsRequest request = RescheduleEmailsRequest.newBuilder()
                .setSelection(selection.toRequest())
                .setDueAt(PointInTime.timestamp("--at", at))
                .build();
        return change(server, output, "moved", stub -> stub.rescheduleEmails(request));
    }

    @Command(name = "now", mixinStandardHelpOptions = true, description = "Send at once.")
    int now(
            @Mixin ServerOptions server,
            @Mixin Output output,
            @ArgGroup(exclusive = true, multiplicity = "1") Selection selection) {
        SendEmailsNowRequest request = SendEmailsNowRequest.newBuilder()
                .setSelection(selection.toRequest())
                .build();
        return change(server, output, "due now", stub -> stub.sendEmailsNow(request));
    }

    private static int change(
            ServerOptions server,
            Output output,
            String done,
            Function<ScheduleServiceBlockingStub, ChangeScheduledEmailsResponse> call) {
        try (Client client = server.connect()) {
            ChangeScheduledEmailsResponse answer = client.call(ScheduleServiceGrpc::newBlockingStub, call);
            int late = answer.getTooLateCount();
            output.tell(
                    answer,
                    mails(answer.getChangedCount()) + " " + done
                            + (late == 0 ? "." : "; for " + mails(late) + " it was too late."));
            return late == 0 ? 0 : 1;
        }
    }

    private static String mails(int count) {
        return count == 1 ? "1 mail" : count + " mails";
    }
}
