package com.sourceforgery.tachikoma.hit;

import static com.sourceforgery.tachikoma.grpc.frontend.HitVerdict.HIT_VERDICT_HUMAN;
import static com.sourceforgery.tachikoma.grpc.frontend.HitVerdict.HIT_VERDICT_PREFETCH_PROXY;
import static com.sourceforgery.tachikoma.grpc.frontend.HitVerdict.HIT_VERDICT_SCANNER;
import static com.sourceforgery.tachikoma.hit.ReadMail.APPLE;
import static com.sourceforgery.tachikoma.hit.ReadMail.FIREFOX;
import static com.sourceforgery.tachikoma.hit.ReadMail.SHOP;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.Lists;
import com.google.protobuf.Timestamp;
import com.sourceforgery.tachikoma.grpc.frontend.EmailNotification;
import com.sourceforgery.tachikoma.grpc.frontend.EmailNotification.NotificationCase;
import com.sourceforgery.tachikoma.grpc.frontend.HitVerdict;
import com.sourceforgery.tachikoma.grpc.frontend.emailstatusevent.EmailStatusEventServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.emailstatusevent.GetEmailStatusEventsFilter;
import com.sourceforgery.tachikoma.grpc.frontend.event.EventOptions;
import com.sourceforgery.tachikoma.grpc.frontend.event.EventServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.event.ReplayEventsRequest;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.NotificationStreamParameters;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Mails;
import com.sourceforgery.tachikoma.testsupport.Notifications;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who wants to count people leaves out all other opens and clicks, wherever events are read. */
class ExcludedVerdictsIT {
    @RegisterExtension
    static final Installation installation = Installation.ofWebserver();

    private final ReadMail mail = new ReadMail(installation);

    private static Set<HitVerdict> verdicts(List<EmailNotification> notifications) {
        return notifications.stream()
                .filter(event -> event.getNotificationCase() == NotificationCase.OPENED_EVENT)
                .map(event -> event.getOpenedEvent().getVerdict())
                .collect(Collectors.toSet());
    }

    @Test
    void theHistoryShowsVerdictsAndLeavesOutWhatNobodyWantsToCount() throws Exception {
        mail.load(FIREFOX);
        mail.load(APPLE);
        mail.load("curl/8.5.0");
        await().until(() -> mail.hits().size() == 3);

        assertEquals(
                Set.of(HIT_VERDICT_HUMAN, HIT_VERDICT_PREFETCH_PROXY, HIT_VERDICT_SCANNER),
                verdicts(search(ofTheMail())));
        List<EmailNotification> people = search(
                ofTheMail().addExcludeVerdicts(HIT_VERDICT_SCANNER).addExcludeVerdicts(HIT_VERDICT_PREFETCH_PROXY));
        assertEquals(Set.of(HIT_VERDICT_HUMAN), verdicts(people));
        assertTrue(people.stream().anyMatch(EmailNotification::hasDeliveredEvent));
        assertEquals(
                List.of("HIT_VERDICT_HUMAN known-program"),
                people.get(0).getEmailMetrics().getOpensList().stream()
                        .map(open -> open.getVerdict() + " " + open.getVerdictRule())
                        .toList());
    }

    private GetEmailStatusEventsFilter.Builder ofTheMail() {
        return GetEmailStatusEventsFilter.newBuilder()
                .setNewerThan(Timestamp.getDefaultInstance())
                .setIncludeMetricsData(true)
                .setRecipientEmail(Mails.address(mail.recipient()));
    }

    private static List<EmailNotification> search(GetEmailStatusEventsFilter.Builder filter) throws Exception {
        return Lists.newArrayList(installation
                .as("FRONTEND_ADMIN", EmailStatusEventServiceGrpc::newBlockingStub)
                .getEmailStatusEvents(filter.build()));
    }

    @Test
    void streamsLeaveThemOutToo() throws Exception {
        try (Notifications readers = installation.follow(NotificationStreamParameters.newBuilder()
                .setIncludeMetricsData(true)
                .addExcludeVerdicts(HIT_VERDICT_SCANNER)
                .build())) {
            mail.load("curl/8.5.0");
            mail.click(SHOP);
            await().until(() -> readers.all().stream().anyMatch(EmailNotification::hasClickedEvent));

            assertEquals(Set.of(), verdicts(readers.all()));
            EmailNotification click = readers.all().stream()
                    .filter(EmailNotification::hasClickedEvent)
                    .findFirst()
                    .orElseThrow();
            assertEquals(HIT_VERDICT_HUMAN, click.getClickedEvent().getVerdict());
            assertEquals("known-program", click.getClickedEvent().getVerdictRule());
            assertEquals(0, click.getEmailMetrics().getOpensCount());
        }
    }

    @Test
    void replayedEventsLeaveThemOutToo() throws Exception {
        mail.load("curl/8.5.0");
        mail.load(FIREFOX);
        await().until(() -> mail.hits().size() == 2);

        List<EmailNotification> replayed = Lists.newArrayList(installation
                        .as("FRONTEND_ADMIN", EventServiceGrpc::newBlockingStub)
                        .replayEvents(ReplayEventsRequest.newBuilder()
                                .setOptions(EventOptions.newBuilder().addExcludeVerdicts(HIT_VERDICT_SCANNER))
                                .build()))
                .stream()
                .map(answer -> answer.getEvent().getEmailNotification())
                .filter(event -> event.getEmailId().getId() == mail.id())
                .toList();

        assertEquals(Set.of(HIT_VERDICT_HUMAN), verdicts(replayed));
    }
}
