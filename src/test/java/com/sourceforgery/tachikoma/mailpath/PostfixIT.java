package com.sourceforgery.tachikoma.mailpath;

import static com.sourceforgery.tachikoma.testsupport.Mails.address;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.sink.StoredMail;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Mails;
import com.sourceforgery.tachikoma.testsupport.Notifications;
import com.sourceforgery.tachikoma.testsupport.PrivatePostfix;
import com.sourceforgery.tachikoma.testsupport.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The whole mail path with a real Postfix, whose next hop is the sink as the world. */
class PostfixIT {
    /** A reload makes Postfix put off, for a minute each time, what it is about to deliver at that moment. */
    private static final Duration LONG_ENOUGH_FOR_RELOADS = Duration.ofMinutes(6);

    @RegisterExtension
    static final Installation installation = Installation.whole().behindPostfix();

    static final PrivatePostfix postfix = installation.postfix();
    static Notifications notifications;
    static final TestDatabase database = installation.database();

    @BeforeAll
    static void follow() throws Exception {
        notifications = installation.follow();
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
        installation.send("ada@world.example");
        notifications.awaitEvents("ada@world.example", "QUEUED", "DELIVERED");

        List<StoredMail> copies = installation.sink().store().find("ada@world.example");
        assertEquals(1, copies.size());
        String queueId = lastEvent("detail ->> 'queue_id'", "ada@world.example");
        assertTrue(queueId.length() > 12, queueId);
        assertTrue(bodyOf(copies.get(0)).contains("id " + queueId), queueId);
    }

    @Test
    void aMailThatIsPutOffIsDeliveredLater() throws Exception {
        installation.send("defer+1+bo@world.example");
        notifications.awaitEvents("defer+1+bo@world.example", "QUEUED", "SOFT_BOUNCED", "DELIVERED");
    }

    @Test
    void aMailThatTheWorldRefusesBouncesHardWithItsCodeAndTextAndNoBounceMailIsSent() throws Exception {
        String recipient = "bounce+5.1.1+cy@world.example";
        installation.send(recipient);
        notifications.awaitEvents(recipient, "QUEUED", "HARD_BOUNCED");

        String reason =
                notifications.about(recipient).get(1).getHardBouncedEvent().getRejectReason();
        assertTrue(reason.contains("550 5.1.1 <" + recipient + ">: Recipient address rejected: User unknown"), reason);
        assertEquals("5.1.1", lastEvent("status", recipient));
        await().until(() -> postfix.hasLogged(lastEvent("detail ->> 'queue_id'", recipient) + ": removed"));
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
            installation.send("expire+di@world.example");
            await().until(() -> notifications.kindsOf("expire+di@world.example").contains("HARD_BOUNCED"));
        } finally {
            postfix.set("maximal_queue_lifetime", "3d");
        }
        List<String> kinds = notifications.kindsOf("expire+di@world.example");
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
        notifications.awaitEvents("eva@world.example", "QUEUED", "DELIVERED");
        String queueId = lastEvent("detail ->> 'queue_id'", "eva@world.example");
        await().until(() -> postfix.hasLogged(queueId + ": removed"));

        List<StoredMail> copies = installation.sink().store().find("copy@world.example");
        assertEquals(1, copies.size());
        assertTrue(bodyOf(copies.get(0)).contains("id " + queueId));
        assertFalse(bodyOf(copies.get(0)).contains("copy@world.example"));
        installation.send("flo@world.example");
        notifications.awaitEvents("flo@world.example", "QUEUED", "DELIVERED");
        assertEquals(List.of("QUEUED", "DELIVERED"), notifications.kindsOf("eva@world.example"));
    }

    @Test
    void noReportIsLostWhileTheLogIsRotatedAndCompressed() throws Exception {
        int rotations = 5;
        int mails = 40;
        for (int i = 0; i < rotations; i++) {
            int round = i;
            installation.send(IntStream.range(0, mails)
                    .mapToObj(n -> "rotated" + round + "." + n + "@world.example")
                    .toArray(String[]::new));
            await().until(() -> deliveries("rotated" + round + ".").size() >= 1);
            postfix.rotateLog();
        }
        Map<String, Long> each = IntStream.range(0, rotations * mails)
                .mapToObj(n -> "rotated" + n / mails + "." + n % mails + "@world.example DELIVERED")
                .collect(Collectors.toMap(brief -> brief, brief -> 1L));
        await().atMost(LONG_ENOUGH_FOR_RELOADS).untilAsserted(() -> assertEquals(each, deliveries("rotated")));
    }

    /** How many times each of these recipients was reported as delivered. */
    private static Map<String, Long> deliveries(String recipients) {
        return notifications.brief().stream()
                .filter(brief -> brief.startsWith(recipients) && brief.endsWith(" DELIVERED"))
                .collect(Collectors.groupingBy(brief -> brief, Collectors.counting()));
    }
}
