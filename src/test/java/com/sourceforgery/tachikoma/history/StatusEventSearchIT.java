package com.sourceforgery.tachikoma.history;

import static com.sourceforgery.tachikoma.testsupport.Mails.address;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import com.sourceforgery.tachikoma.grpc.frontend.EmailNotification;
import com.sourceforgery.tachikoma.grpc.frontend.emailstatusevent.EmailStatusEventServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.emailstatusevent.Event;
import com.sourceforgery.tachikoma.grpc.frontend.emailstatusevent.GetEmailStatusEventsFilter;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.StoredEvents;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StatusEventSearchIT {
    private static final String DAVE = "dave@world.example";

    @RegisterExtension
    static final Installation installation = Installation.ofWebserver();

    static long opened;

    @BeforeAll
    static void storeEvents() throws Exception {
        StoredEvents stored = installation.storedEvents();
        long order = stored.mail("Shop@example.com", "Ada@world.example", "order", "2026");
        long news = stored.mail("news@example.com", "ada@world.example", "news");
        long plain = stored.mail("shop@example.com", DAVE);
        stored.event(news, "HARD_BOUNCED", "1 hour", "{}");
        stored.event(order, "QUEUED", "40 days", "{}");
        stored.event(order, "DELIVERED", "39 days", "{}");
        opened = stored.event(
                order, "OPENED", "5 hours", "{\"ip_address\": \"192.0.2.7\", \"user_agent\": \"Reader/1\"}");
        stored.event(
                order,
                "CLICKED",
                "4 hours",
                "{\"ip_address\": \"192.0.2.8\", \"user_agent\": \"B/2\", \"clicked_url\": \"https://example.com/a\"}");
        stored.event(plain, "SOFT_BOUNCED", "2 hours", "{}");
        stored.event(plain, "REPORTED_ABUSE", "30 minutes", "{}");
        stored.event(plain, "CANCELLED", "20 minutes", "{}");
        stored.event(
                stored.mailOf("example.net", "shop@example.com", "ada@world.example", "order"),
                "QUEUED",
                "3 hours",
                "{}");
    }

    private static GetEmailStatusEventsFilter.Builder filter() {
        return GetEmailStatusEventsFilter.newBuilder();
    }

    private static List<EmailNotification> search(GetEmailStatusEventsFilter.Builder filter) throws Exception {
        List<EmailNotification> found = new ArrayList<>();
        installation
                .as("FRONTEND_ADMIN", EmailStatusEventServiceGrpc::newBlockingStub)
                .getEmailStatusEvents(filter.build())
                .forEachRemaining(found::add);
        return found;
    }

    private static List<String> brief(GetEmailStatusEventsFilter.Builder filter) throws Exception {
        return search(filter).stream().map(Installation::brief).toList();
    }

    @Test
    void withoutFilterTheWholeHistoryOfTheAccountComesOldestFirst() throws Exception {
        assertEquals(
                List.of(
                        "Ada@world.example QUEUED",
                        "Ada@world.example DELIVERED",
                        "Ada@world.example OPENED",
                        "Ada@world.example CLICKED",
                        DAVE + " SOFT_BOUNCED",
                        "ada@world.example HARD_BOUNCED",
                        DAVE + " REPORTED_ABUSE",
                        DAVE + " CANCELLED"),
                brief(filter()));
    }

    @Test
    void newerThanGivesWhatHappenedAfterATime() throws Exception {
        Timestamp threeHoursAgo =
                Timestamps.subtract(Timestamps.fromMillis(System.currentTimeMillis()), Durations.fromHours(3));

        assertEquals(
                List.of(
                        DAVE + " SOFT_BOUNCED",
                        "ada@world.example HARD_BOUNCED",
                        DAVE + " REPORTED_ABUSE",
                        DAVE + " CANCELLED"),
                brief(filter().setNewerThan(threeHoursAgo)));
    }

    @Test
    void theTimeOfTheLastKnownEventGivesWhatCameAfterIt() throws Exception {
        EmailNotification last = search(filter().addEvents(Event.CLICKED)).get(0);

        assertEquals(
                List.of(
                        DAVE + " SOFT_BOUNCED",
                        "ada@world.example HARD_BOUNCED",
                        DAVE + " REPORTED_ABUSE",
                        DAVE + " CANCELLED"),
                brief(filter().setNewerThan(last.getTimestamp())));
    }

    @Test
    void aRecipientIsFoundHoweverItIsSpelled() throws Exception {
        assertEquals(
                5,
                brief(filter().setRecipientEmail(address("ADA@World.example"))).size());
        assertEquals(
                List.of(DAVE + " SOFT_BOUNCED", DAVE + " REPORTED_ABUSE", DAVE + " CANCELLED"),
                brief(filter().setRecipientEmail(address(DAVE))));
    }

    @Test
    void aSenderIsFoundHoweverItIsSpelled() throws Exception {
        assertEquals(
                List.of("ada@world.example HARD_BOUNCED"), brief(filter().setFromEmail(address("NEWS@example.com"))));
        assertEquals(
                7, brief(filter().setFromEmail(address("shop@example.com"))).size());
    }

    @Test
    void eventsAreThoseOfOneOfTheKinds() throws Exception {
        assertEquals(
                List.of("Ada@world.example OPENED", DAVE + " SOFT_BOUNCED"),
                brief(filter().addEvents(Event.SOFT_BOUNCED).addEvents(Event.OPENED)));
    }

    @Test
    void tagsAreThoseOfMailsThatHaveOneOfThem() throws Exception {
        assertEquals(
                List.of(
                        "Ada@world.example QUEUED",
                        "Ada@world.example DELIVERED",
                        "Ada@world.example OPENED",
                        "Ada@world.example CLICKED"),
                brief(filter().addTags("order").addTags("nothing has it")));
        assertEquals(5, brief(filter().addTags("news").addTags("2026")).size());
    }

    @Test
    void allFiltersTogetherGiveWhatPassesEach() throws Exception {
        GetEmailStatusEventsFilter.Builder all = filter().setRecipientEmail(address("ada@world.example"))
                .setFromEmail(address("shop@example.com"))
                .addTags("order")
                .addEvents(Event.DELIVERED)
                .addEvents(Event.CLICKED)
                .setNewerThan(
                        Timestamps.subtract(Timestamps.fromMillis(System.currentTimeMillis()), Durations.fromDays(10)));

        assertEquals(List.of("Ada@world.example CLICKED"), brief(all));
        assertEquals(List.of(), brief(all.setFromEmail(address("news@example.com"))));
    }

    @Test
    void trackingDataComesWhenItIsAskedFor() throws Exception {
        EmailNotification with = search(filter().setIncludeTrackingData(true).addEvents(Event.OPENED))
                .get(0);
        EmailNotification without = search(filter().addEvents(Event.OPENED)).get(0);

        assertEquals(List.of("order", "2026"), with.getEmailTrackingData().getTagsList());
        assertEquals("17", with.getEmailTrackingData().getMetadataOrThrow("order"));
        assertTrue(without.hasNoTrackingData());
    }

    @Test
    void theOpensAndClicksOfTheMailComeWhenTheyAreAskedFor() throws Exception {
        List<EmailNotification> with = search(
                filter().setIncludeMetricsData(true).addEvents(Event.QUEUED).addEvents(Event.SOFT_BOUNCED));

        assertEquals(1, with.get(0).getEmailMetrics().getOpensCount());
        assertEquals("192.0.2.7", with.get(0).getEmailMetrics().getOpens(0).getIpAddress());
        assertEquals("Reader/1", with.get(0).getEmailMetrics().getOpens(0).getUserAgent());
        assertEquals(1, with.get(0).getEmailMetrics().getClicksCount());
        assertEquals(
                "https://example.com/a",
                with.get(0).getEmailMetrics().getClicks(0).getClickedUrl());
        assertTrue(with.get(1).hasEmailMetrics());
        assertEquals(0, with.get(1).getEmailMetrics().getOpensCount());
        assertFalse(search(filter().addEvents(Event.QUEUED)).get(0).hasEmailMetrics());
    }

    @Test
    void eachEventHasItsId() throws Exception {
        assertEquals(opened, search(filter().addEvents(Event.OPENED)).get(0).getEventId());
    }

    @Test
    void badFiltersAreRefusedByName() {
        assertRefused("recipient_email", filter().setRecipientEmail(address("ada")));
        assertRefused("from_email", filter().setFromEmail(address("")));
        assertRefused("events", filter().addEventsValue(99));
        assertRefused("newer_than", filter().setNewerThan(Timestamp.newBuilder().setNanos(-1)));
    }

    private static void assertRefused(String field, GetEmailStatusEventsFilter.Builder filter) {
        StatusRuntimeException refusal = assertThrows(StatusRuntimeException.class, () -> search(filter));
        assertEquals(Code.INVALID_ARGUMENT, refusal.getStatus().getCode());
        assertTrue(refusal.getStatus().getDescription().startsWith(field), refusal::getMessage);
    }
}
