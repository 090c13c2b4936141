package com.sourceforgery.tachikoma.mailpath;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.grpc.frontend.EmailAddress;
import com.sourceforgery.tachikoma.grpc.frontend.EmailNotification;
import com.sourceforgery.tachikoma.sink.StoredMail;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Mails;
import com.sourceforgery.tachikoma.testsupport.Notifications;
import com.sourceforgery.tachikoma.testsupport.PrivatePostfix;
import com.sourceforgery.tachikoma.testsupport.RealServices;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** The whole mail path with a real Postfix, whose next hop is the sink as the world. */
class PostfixIT {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(120);

    /** A reload makes Postfix put off, for a minute each time, what it is about to deliver at that moment. */
    private static final Duration LONG_ENOUGH_FOR_RELOADS = Duration.ofMinutes(6);

    @RegisterExtension
    static final RealServices services = new RealServices();

    @TempDir
    static Path folder;

    static PrivatePostfix postfix;
    static Installation installation;
    static Notifications notifications;
    static JdbcTemplate database;

    @BeforeAll
    static void start() throws Exception {
        postfix = services.postfix();
        installation = new Installation(services, folder).behind(postfix).start();
        notifications = installation.follow();
        database = new JdbcTemplate(services.dataSource());
    }

    @AfterAll
    static void stop() throws Exception {
        installation.close();
    }

    private static void send(String... recipients) throws Exception {
        installation.delivery().sendEmailUnary(Mails.to(recipients).build());
    }

    private static List<EmailNotification> eventsOf(String recipient) {
        return notifications.all().stream()
                .filter(event -> event.getRecipientEmailAddress().getEmail().equals(recipient))
                .toList();
    }

    private static List<String> kindsOf(String recipient) {
        return eventsOf(recipient).stream()
                .map(event -> event.getNotificationCase().name().replace("_EVENT", ""))
                .toList();
    }

    private static void awaitEvents(String recipient, String... kinds) {
        await().atMost(LONG_ENOUGH).untilAsserted(() -> assertEquals(List.of(kinds), kindsOf(recipient)));
    }

    /** A column of the mail's last event. */
    private static String lastEvent(String column, String recipient) {
        return database.queryForObject(
                "select " + column + " from email_event v join email e on e.id = v.email_id "
                        + "where e.recipient = ? order by v.id desc limit 1",
                String.class,
                recipient);
    }

    private static String bodyOf(StoredMail mail) throws Exception {
        return new String(installation.sink().store().body(mail), StandardCharsets.UTF_8);
    }

    @Test
    void aMailIsDeliveredUnderALongQueueId() throws Exception {
        send("ada@world.example");
        awaitEvents("ada@world.example", "QUEUED", "DELIVERED");

        List<StoredMail> copies = installation.sink().store().find("ada@world.example");
        assertEquals(1, copies.size());
        String queueId = lastEvent("detail ->> 'queue_id'", "ada@world.example");
        assertTrue(queueId.length() > 12, queueId);
        assertTrue(bodyOf(copies.get(0)).contains("id " + queueId), queueId);
    }

    @Test
    void aMailThatIsPutOffIsDeliveredLater() throws Exception {
        send("defer+1+bo@world.example");
        awaitEvents("defer+1+bo@world.example", "QUEUED", "SOFT_BOUNCED", "DELIVERED");
    }

    @Test
    void aMailThatTheWorldRefusesBouncesHardWithItsCodeAndTextAndNoBounceMailIsSent() throws Exception {
        String recipient = "bounce+5.1.1+cy@world.example";
        send(recipient);
        awaitEvents(recipient, "QUEUED", "HARD_BOUNCED");

        String reason = eventsOf(recipient).get(1).getHardBouncedEvent().getRejectReason();
        assertTrue(reason.contains("550 5.1.1 <" + recipient + ">: Recipient address rejected: User unknown"), reason);
        assertEquals("5.1.1", lastEvent("status", recipient));
        await().atMost(LONG_ENOUGH)
                .until(() -> postfix.hasLogged(lastEvent("detail ->> 'queue_id'", recipient) + ": removed"));
        assertFalse(postfix.hasLogged("sender non-delivery notification"));
        try (Stream<StoredMail> mails = installation.sink().store().after(0)) {
            assertEquals(
                    0, mails.filter(mail -> mail.envelopeSender().isEmpty()).count());
        }
    }

    @Test
    void aMailThatPostfixGivesUpExpires() throws Exception {
        postfix.set("maximal_queue_lifetime", "1s");
        try {
            send("expire+di@world.example");
            await().atMost(LONG_ENOUGH)
                    .until(() -> kindsOf("expire+di@world.example").contains("HARD_BOUNCED"));
        } finally {
            postfix.set("maximal_queue_lifetime", "3d");
        }
        List<String> kinds = kindsOf("expire+di@world.example");
        assertEquals("QUEUED", kinds.get(0));
        assertEquals("SOFT_BOUNCED", kinds.get(1));
        assertEquals("HARD_BOUNCED", kinds.get(kinds.size() - 1));
        assertEquals("5.4.7", lastEvent("status", "expire+di@world.example"));
    }

    @Test
    void aBlindCopyGoesInTheSameTransactionAndItsBounceCountsForNobody() throws Exception {
        installation
                .delivery()
                .sendEmailUnary(Mails.to("eva@world.example")
                        .addBcc(address("copy@world.example"))
                        .addBcc(address("bounce+5.2.1+copy@world.example"))
                        .build());
        awaitEvents("eva@world.example", "QUEUED", "DELIVERED");
        String queueId = lastEvent("detail ->> 'queue_id'", "eva@world.example");
        await().atMost(LONG_ENOUGH).until(() -> postfix.hasLogged(queueId + ": removed"));

        List<StoredMail> copies = installation.sink().store().find("copy@world.example");
        assertEquals(1, copies.size());
        assertTrue(bodyOf(copies.get(0)).contains("id " + queueId));
        assertFalse(bodyOf(copies.get(0)).contains("copy@world.example"));
        send("flo@world.example");
        awaitEvents("flo@world.example", "QUEUED", "DELIVERED");
        assertEquals(List.of("QUEUED", "DELIVERED"), kindsOf("eva@world.example"));
    }

    @Test
    void noReportIsLostWhileTheLogIsRotatedAndCompressed() throws Exception {
        int rotations = 5;
        int mails = 40;
        for (int i = 0; i < rotations; i++) {
            int round = i;
            send(IntStream.range(0, mails)
                    .mapToObj(n -> "rotated" + round + "." + n + "@world.example")
                    .toArray(String[]::new));
            await().atMost(LONG_ENOUGH)
                    .until(() -> deliveries("rotated" + round + ".").size() >= 1);
            postfix.rotateLog();
        }
        Map<String, Long> each = IntStream.range(0, rotations * mails)
                .mapToObj(n -> "rotated" + n / mails + "." + n % mails + "@world.example DELIVERED")
                .collect(Collectors.toMap(brief -> brief, brief -> 1L));
        await().atMost(LONG_ENOUGH_FOR_RELOADS).untilAsserted(() -> assertEquals(each, deliveries("rotated")));
    }

    private static EmailAddress address(String address) {
        return EmailAddress.newBuilder().setEmail(address).build();
    }

    /** How many times each of these recipients was reported as delivered. */
    private static Map<String, Long> deliveries(String recipients) {
        return notifications.brief().stream()
                .filter(brief -> brief.startsWith(recipients) && brief.endsWith(" DELIVERED"))
                .collect(Collectors.groupingBy(brief -> brief, Collectors.counting()));
    }
}
