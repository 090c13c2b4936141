package com.sourceforgery.tachikoma.schedule;

import com.google.protobuf.Timestamp;
import com.sourceforgery.tachikoma.grpc.frontend.EmailId;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailQueueStatus;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.grpc.frontend.schedule.CancelEmailsRequest;
import com.sourceforgery.tachikoma.grpc.frontend.schedule.ListScheduledEmailsRequest;
import com.sourceforgery.tachikoma.grpc.frontend.schedule.ScheduleServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.schedule.ScheduleServiceGrpc.ScheduleServiceBlockingStub;
import com.sourceforgery.tachikoma.grpc.frontend.schedule.ScheduledEmailSelection;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Mails;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What the administrator of the tests' domain does with mail that waits for its time. */
final class ScheduledMails {
    /** In an hour, to the second. */
    static final Instant SOON =
            Instant.ofEpochSecond(Instant.now().getEpochSecond()).plus(Duration.ofHours(1));

    private final Installation installation;

    ScheduledMails(Installation installation) {
        this.installation = installation;
    }

    ScheduleServiceBlockingStub service() throws Exception {
        return installation.as("FRONTEND_ADMIN", ScheduleServiceGrpc::newBlockingStub);
    }

    List<EmailQueueStatus> send(Instant due, String tag, String... recipients) throws Exception {
        OutgoingEmail.Builder mail = Mails.to(recipients).setSendAt(timestamp(due));
        mail.getTrackingDataBuilder().addTags(tag);
        return installation.delivery().sendEmailUnary(mail.build()).getListList();
    }

    EmailQueueStatus send(Instant due, String recipient) throws Exception {
        return send(due, "test", recipient).get(0);
    }

    List<EmailId> cancel(ScheduledEmailSelection selection) throws Exception {
        return service()
                .cancelEmails(
                        CancelEmailsRequest.newBuilder().setSelection(selection).build())
                .getChangedList();
    }

    /** Recipients of the first page. */
    List<String> list(ListScheduledEmailsRequest.Builder request) throws Exception {
        return service().listScheduledEmails(request.build()).getEmailsList().stream()
                .map(mail -> mail.getRecipient().getEmail())
                .toList();
    }

    /** Lists whatever waits. */
    static ListScheduledEmailsRequest.Builder all() {
        return ListScheduledEmailsRequest.newBuilder();
    }

    /** Selects one mail. */
    static ScheduledEmailSelection mail(EmailQueueStatus status) {
        return ScheduledEmailSelection.newBuilder()
                .setEmailId(status.getEmailId())
                .build();
    }

    /** Selects all mails of its request. */
    static ScheduledEmailSelection transaction(EmailQueueStatus status) {
        return ScheduledEmailSelection.newBuilder()
                .setTransactionId(status.getTransactionId())
                .build();
    }

    static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
