package com.sourceforgery.tachikoma.hit;

import static com.sourceforgery.tachikoma.grpc.frontend.HitVerdict.HIT_VERDICT_HUMAN;
import static com.sourceforgery.tachikoma.grpc.frontend.HitVerdict.HIT_VERDICT_PREFETCH_PROXY;
import static com.sourceforgery.tachikoma.grpc.frontend.HitVerdict.HIT_VERDICT_SCANNER;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.Lists;
import com.google.protobuf.Timestamp;
import com.sourceforgery.tachikoma.Tachikoma;
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
import com.sourceforgery.tachikoma.testsupport.MailLinks;
import com.sourceforgery.tachikoma.testsupport.Notifications;
import com.sourceforgery.tachikoma.testsupport.RealServices;
import com.sourceforgery.tachikoma.testsupport.StoredEvents;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** Who is behind an open or a click: by agent and behaviour, in events and history, now and again later. */
class VerdictsIT {
    private static final String FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    private static final String APPLE = "Mozilla/5.0";
    private static final String SHOP = "https://shop.example/";

    @RegisterExtension
    static final RealServices services = new RealServices();

    @TempDir
    static Path folder;

    static Installation installation;
    static MailLinks links;
    static JdbcTemplate database;
    static StoredEvents stored;
    long mail;
    String recipient;

    @BeforeAll
    static void start() throws Exception {
        installation = new Installation(services, folder);
        installation.startWebserver();
        links = new MailLinks(installation.port());
        database = new JdbcTemplate(services.dataSource());
        stored = new StoredEvents(services.dataSource());
    }

    @AfterAll
    static void stop() throws Exception {
        installation.close();
    }

    @BeforeEach
    void aMailWasDeliveredAnHourAgo() {
        recipient = UUID.randomUUID() + "@world.example";
        mail = stored.mail("shop@example.com", recipient);
        stored.event(mail, "DELIVERED", "1 hour", "{}");
    }

    private void load(String agent) throws Exception {
        assertEquals(200, links.get(links.pixel(mail), "User-Agent", agent).statusCode());
    }

    private void click(String target) throws Exception {
        assertEquals(
                302, links.get(links.click(mail, target), "User-Agent", FIREFOX).statusCode());
    }

    /** Kind, verdict and rule of each hit; the same of its event where it has one. */
    private List<String> hits() {
        List<String> hits = database.queryForList(
                "select concat_ws(' ', kind, verdict, rule) from hit where email_id = ? and method = 'GET' order by received_at, id",
                String.class,
                mail);
        List<String> told = database.queryForList(
                "select concat_ws(' ', kind, detail ->> 'verdict', detail ->> 'verdict_rule') from email_event"
                        + " where email_id = ? and cause like 'hit:%' order by occurred_at, cause",
                String.class, mail);
        return hits.equals(told)
                ? hits
                : Stream.concat(hits.stream(), told.stream()).toList();
    }

    private void awaitHits(String... hits) {
        await().atMost(30, SECONDS).untilAsserted(() -> assertEquals(List.of(hits), hits()));
    }

    @Test
    void theAgentDecidesWhereItSaysEnough() throws Exception {
        load(FIREFOX);
        load(APPLE);
        load("curl/8.5.0");
        load("xyzzy");

        awaitHits(
                "OPENED HUMAN known-program",
                "OPENED PREFETCH_PROXY apple-mail-privacy",
                "OPENED SCANNER http-library",
                "OPENED UNKNOWN no-rule");
    }

    @Test
    void threeLinksAtOnceAreAScannersEvenTheFirst() throws Exception {
        click(SHOP + 1);
        click(SHOP + 2);
        click(SHOP + 3);

        String scanner = "CLICKED SCANNER links-at-once";
        awaitHits(scanner, scanner, scanner);
    }

    @Test
    void twoLinksOrTheSameLinkThreeTimesAreAReaders() throws Exception {
        click(SHOP + 1);
        click(SHOP + 1);
        click(SHOP + 1);
        click(SHOP + 2);

        String human = "CLICKED HUMAN known-program";
        awaitHits(human, human, human, human);
    }

    @Test
    void whoAsksWithHeadFirstIsAScanner() throws Exception {
        links.send("HEAD", links.click(mail, SHOP), "User-Agent", FIREFOX);
        click(SHOP);

        awaitHits("CLICKED SCANNER head-before-get");
        assertEquals(
                "SCANNER head-request",
                database.queryForObject(
                        "select verdict || ' ' || rule from hit where email_id = ? and method = 'HEAD'",
                        String.class,
                        mail));
    }

    @Test
    void whoComesWithTheDeliveryIsAScannerButAProxyStaysOne() throws Exception {
        stored.event(mail, "DELIVERED");
        load(APPLE);
        load(FIREFOX);

        awaitHits("OPENED PREFETCH_PROXY apple-mail-privacy", "OPENED SCANNER at-delivery");
    }

    private static Set<HitVerdict> verdicts(List<EmailNotification> notifications) {
        return notifications.stream()
                .filter(event -> event.getNotificationCase() == NotificationCase.OPENED_EVENT)
                .map(event -> event.getOpenedEvent().getVerdict())
                .collect(Collectors.toSet());
    }

    private GetEmailStatusEventsFilter.Builder ofTheMail() {
        return GetEmailStatusEventsFilter.newBuilder()
                .setNewerThan(Timestamp.getDefaultInstance())
                .setIncludeMetricsData(true)
                .setRecipientEmail(com.sourceforgery.tachikoma.grpc.frontend.EmailAddress.newBuilder()
                        .setEmail(recipient));
    }

    private static List<EmailNotification> search(GetEmailStatusEventsFilter.Builder filter) throws Exception {
        return Lists.newArrayList(installation
                .as("FRONTEND_ADMIN", EmailStatusEventServiceGrpc.newBlockingStub(installation.channel()))
                .getEmailStatusEvents(filter.build()));
    }

    @Test
    void theHistoryShowsVerdictsAndLeavesOutWhatNobodyWantsToCount() throws Exception {
        load(FIREFOX);
        load(APPLE);
        load("curl/8.5.0");
        await().atMost(30, SECONDS).until(() -> hits().size() == 3);

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

    @Test
    void streamsLeaveThemOutToo() throws Exception {
        try (Notifications readers = installation.follow(NotificationStreamParameters.newBuilder()
                .setIncludeMetricsData(true)
                .addExcludeVerdicts(HIT_VERDICT_SCANNER)
                .build())) {
            await().atMost(30, SECONDS).until(() -> {
                // the stream begins some time after it is opened
                stored.event(mail, "DELIVERED", "1 hour", "{}");
                return !readers.all().isEmpty();
            });
            load("curl/8.5.0");
            click(SHOP);
            await().atMost(30, SECONDS)
                    .until(() -> readers.all().stream().anyMatch(EmailNotification::hasClickedEvent));

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
        load("curl/8.5.0");
        load(FIREFOX);
        await().atMost(30, SECONDS).until(() -> hits().size() == 2);

        List<EmailNotification> replayed = Lists.newArrayList(installation
                        .as("FRONTEND_ADMIN", EventServiceGrpc.newBlockingStub(installation.channel()))
                        .replayEvents(ReplayEventsRequest.newBuilder()
                                .setOptions(EventOptions.newBuilder().addExcludeVerdicts(HIT_VERDICT_SCANNER))
                                .build()))
                .stream()
                .map(answer -> answer.getEvent().getEmailNotification())
                .filter(event -> event.getEmailId().getId() == mail)
                .toList();

        assertEquals(Set.of(HIT_VERDICT_HUMAN), verdicts(replayed));
    }

    @Test
    void hitsOfThePastAreJudgedAgainByTheRulesOfToday() throws Exception {
        load(FIREFOX);
        load("curl/8.5.0");
        click(SHOP);
        await().atMost(30, SECONDS).until(() -> hits().size() == 3);
        long events = count("email_event");
        database.update("update hit set verdict = 'UNKNOWN', rule = 'of-yesterday' where email_id = ?", mail);
        database.update(
                "update email_event set detail = detail || '{\"verdict\": \"UNKNOWN\", \"verdict_rule\": \"of-yesterday\"}'"
                        + " where email_id = ? and cause like 'hit:%'",
                mail);

        String said = judge("--since", "-1h");

        awaitHits("OPENED HUMAN known-program", "OPENED SCANNER http-library", "CLICKED HUMAN known-program");
        assertEquals(events, count("email_event"));
        assertTrue(said.contains("UNKNOWN (of-yesterday) -> SCANNER (http-library)"), said);
        assertTrue(said.matches("(?s).* judged\\.\\R"), said);
    }

    @Test
    void judgingAgainBlocksNobodyAgain() throws Exception {
        links.post(links.unsubscribe(mail, ""), "confirmed=yes");
        await().atMost(30, SECONDS).until(() -> count("blocked_email") == 1);
        database.update("delete from blocked_email");

        judge("--since", "-1h");

        assertEquals(0, count("blocked_email"));
    }

    private static long count(String table) {
        return database.queryForObject("select count(*) from " + table, Long.class);
    }

    private static String judge(String... arguments) {
        StringWriter out = new StringWriter();
        System.setProperty("sql.url", services.sqlUrl());
        try {
            int code = Tachikoma.commandLine()
                    .setOut(new PrintWriter(out, true))
                    .execute(Stream.concat(Stream.of("hits", "judge"), Stream.of(arguments))
                            .toArray(String[]::new));
            assertEquals(0, code);
            return out.toString();
        } finally {
            System.clearProperty("sql.url");
        }
    }
}
