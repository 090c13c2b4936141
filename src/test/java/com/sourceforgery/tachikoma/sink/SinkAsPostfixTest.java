package com.sourceforgery.tachikoma.sink;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SinkAsPostfixTest {
    private static final String ACTIVE =
            "qmgr ID: from=<bounce-1@example.com>, size=" + Fixture.MAIL.length() + ", nrcpt=1 (queue active)";

    @TempDir
    Path folder;

    private Fixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture = Fixture.postfix(folder);
    }

    @AfterEach
    void stop() throws Exception {
        fixture.close();
    }

    private List<String> storyOf(String recipient) throws Exception {
        return fixture.storyOf(Fixture.queueId(fixture.send(recipient))).stream()
                .map(line -> line.replaceAll("delay=[0-9.]+, delays=[0-9./]+", "delay=D")
                        .replaceAll("queued as \\w+", "queued as NEXT"))
                .toList();
    }

    private static String delivery(String recipient, String code, String status) {
        return "smtp ID: to=<" + recipient + ">, relay=mx.example.net[192.0.2.25]:25, delay=D, dsn=" + code
                + ", status=" + status;
    }

    private static String deferral(String recipient) {
        return delivery(recipient, "4.2.0", "deferred") + " (host mx.example.net[192.0.2.25] said: 450 4.2.0 <"
                + recipient + ">: Recipient address rejected: Greylisted (in reply to RCPT TO command))";
    }

    @Test
    void anyAddressIsDeliveredAndItsStoryIsToldAsPostfixTellsIt() throws Exception {
        assertEquals(
                List.of(
                        "smtpd ID: client=localhost[127.0.0.1]",
                        "cleanup ID: message-id=<one@example.com>",
                        ACTIVE,
                        delivery("a@example.net", "2.0.0", "sent (250 2.0.0 Ok: queued as NEXT)"),
                        "qmgr ID: removed"),
                storyOf("a@example.net"));
    }

    @Test
    void aLineBeginsWithTimeAndHostAsMaillogFileDoes() throws Exception {
        fixture.storyOf(Fixture.queueId(fixture.send("a@example.net")));
        assertTrue(fixture.logText()
                .lines()
                .allMatch(line -> line.matches(
                        "[A-Z][a-z]{2} \\d\\d \\d\\d:\\d\\d:\\d\\d mail\\.example\\.com postfix/\\w+\\[\\d+]: .*")));
    }

    @Test
    void aBounceNamesItsCode() throws Exception {
        List<String> story = storyOf("bounce+5.7.26+x@example.net");
        assertEquals(
                delivery("bounce+5.7.26+x@example.net", "5.7.26", "bounced")
                        + " (host mx.example.net[192.0.2.25] said: 550 5.7.26 <bounce+5.7.26+x@example.net>: "
                        + "Recipient address rejected: User unknown (in reply to RCPT TO command))",
                story.get(3));
        assertEquals("qmgr ID: removed", story.get(4));
    }

    @Test
    void aDeferredMailIsDeliveredAfterSoManyTries() throws Exception {
        assertEquals(
                List.of(
                        ACTIVE,
                        deferral("defer+2@example.net"),
                        ACTIVE,
                        deferral("defer+2@example.net"),
                        ACTIVE,
                        delivery("defer+2@example.net", "2.0.0", "sent (250 2.0.0 Ok: queued as NEXT)"),
                        "qmgr ID: removed"),
                storyOf("defer+2@example.net").subList(2, 9));
    }

    @Test
    void anExpiredMailIsReturnedWithoutARecipientLine() throws Exception {
        List<String> story = storyOf("expire@example.net");
        assertEquals("qmgr ID: from=<bounce-1@example.com>, status=expired, returned to sender", story.get(4));
        assertEquals("qmgr ID: removed", story.get(5));
    }

    @Test
    void aRejectedRecipientIsRefusedAtRcptAndNothingIsKept() throws Exception {
        assertEquals(
                "554 5.7.1 <reject+5.7.1@example.net>: Recipient address rejected: Access denied",
                fixture.send("reject+5.7.1@example.net"));
        await().until(() -> fixture.logText().contains("NOQUEUE: reject: RCPT"));
        assertEquals(0, fixture.sink.store().count());
    }

    @Test
    void aBusyRecipientIsPutOffAtRcpt() throws Exception {
        assertTrue(fixture.send("busy@example.net").startsWith("450 4.3.2 "));
        assertTrue(fixture.send("busy+4.7.1@example.net").startsWith("450 4.7.1 "));
    }

    @Test
    void aComplainantsMailIsDeliveredAndMarked() throws Exception {
        assertTrue(storyOf("complain@example.net").get(3).contains("status=sent"));
        assertEquals(
                "complained",
                fixture.sink
                        .store()
                        .find("complain@example.net")
                        .get(0)
                        .recipients()
                        .get(0)
                        .outcome());
    }

    @Test
    void eachRecipientOfOneMailHasAnOutcomeOfItsOwn() throws Exception {
        try (SmtpDialogue client = new SmtpDialogue(fixture.sink.smtpPort())) {
            client.say("MAIL FROM:<" + Fixture.SENDER + "> NOTIFY=NEVER");
            client.say("RCPT TO:<a@example.net>");
            client.say("RCPT TO:<defer@example.net>");
            client.say("DATA");
            String story = String.join("\n", fixture.storyOf(Fixture.queueId(client.say("Subject: x\r\n\r\nx\r\n."))));
            assertTrue(story.contains("nrcpt=2"));
            assertTrue(story.contains("to=<a@example.net>"));
            assertEquals(1, story.split("status=deferred", -1).length - 1);
            assertEquals(2, story.split("status=sent", -1).length - 1);
        }
    }

    @Test
    void queueIdsLookLikePostfixLongOnesAndNeverRepeat() throws Exception {
        Set<String> ids = new HashSet<>();
        try (SmtpDialogue client = new SmtpDialogue(fixture.sink.smtpPort())) {
            for (int i = 0; i < 300; i++) {
                String reply = client.send(Fixture.SENDER, "a@example.net", Fixture.MAIL);
                assertTrue(
                        reply.matches("250 2\\.0\\.0 Ok: queued as [0-9B-DF-HJ-NP-TV-Zb-df-hj-np-tv-z]{10}z\\w{5,}"),
                        reply);
                ids.add(Fixture.queueId(reply));
            }
        }
        assertEquals(300, ids.size());
    }

    @Test
    void theLogGoesOnInANewFileWhenItIsRenamed() throws Exception {
        fixture.storyOf(Fixture.queueId(fixture.send("a@example.net")));
        Files.move(folder.resolve("mail.log"), folder.resolve("mail.log.1"));
        fixture.storyOf(Fixture.queueId(fixture.send("b@example.net")));
        assertFalse(fixture.logText().contains("a@example.net"));
    }
}
