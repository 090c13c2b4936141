package com.sourceforgery.tachikoma.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.net.HostAndPort;
import com.sourceforgery.tachikoma.mta.EmailMessage;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostfixSenderTest {
    private static final EmailMessage MAIL = EmailMessage.newBuilder()
            .setEmailId(1)
            .setFrom("bounce-1@example.com")
            .setEmailAddress("anna@example.org")
            .setBody("Subject: hello\r\n\r\nHello\r\n")
            .build();

    private ScriptedSmtpServer postfix;
    private PostfixSender sender;

    @BeforeEach
    void start() throws IOException {
        postfix = new ScriptedSmtpServer();
        sender = new PostfixSender(HostAndPort.fromParts("127.0.0.1", postfix.port()), "node.example.com");
    }

    @AfterEach
    void stop() throws Exception {
        sender.close();
        postfix.close();
    }

    private String send(EmailMessage mail) throws MessagingException {
        PostfixMessage message = sender.message(mail);
        sender.send(message);
        return message.getQueueId();
    }

    private NotAcceptedException refusal() {
        return assertThrows(NotAcceptedException.class, () -> send(MAIL));
    }

    @Test
    void theQueueIdComesFromTheReply() throws Exception {
        postfix.reply(".", "250 2.0.0 Ok: queued as 4dNqWk2Zb7z1Q8");
        assertEquals("4dNqWk2Zb7z1Q8", send(MAIL));
    }

    @Test
    void theTransactionSaysWhoWeAreAndThatNoBounceIsWanted() throws Exception {
        send(MAIL);
        assertEquals(
                List.of(
                        "EHLO node.example.com",
                        "MAIL FROM:<bounce-1@example.com> SIZE=25",
                        "RCPT TO:<anna@example.org> NOTIFY=NEVER",
                        "DATA"),
                postfix.commands);
    }

    @Test
    void whatIsNotOfferedIsNotUsed() throws Exception {
        postfix.reply("EHLO", "250 mx");
        send(MAIL);
        assertEquals("MAIL FROM:<bounce-1@example.com>", postfix.commands.get(1));
        assertEquals("RCPT TO:<anna@example.org>", postfix.commands.get(2));
    }

    @Test
    void theTextArrivesAsItWasGiven() throws Exception {
        String text = "Subject: dots\r\nX-Empty:\r\n\r\n.\r\n..two\r\n.three\r\nna\u00efve\r\n";
        send(MAIL.toBuilder().setBody(text).build());
        assertEquals(text.replace("\r\n.", "\r\n.."), postfix.texts.get(0));
        assertTrue(postfix.commands.get(1).endsWith(" BODY=8BITMIME"), postfix.commands.get(1));
    }

    @Test
    void aTextWithoutItsLastLineEndGetsOne() throws Exception {
        send(MAIL.toBuilder().setBody("Subject: x\r\n\r\nend").build());
        assertEquals("Subject: x\r\n\r\nend\r\n", postfix.texts.get(0));
    }

    @Test
    void connectionsAreKeptOpen() throws Exception {
        for (int i = 0; i < 5; i++) {
            send(MAIL);
        }
        assertEquals(1, postfix.connections.get());
        assertEquals(5, postfix.texts.size());
    }

    @Test
    void blindCopiesGoInTheSameTransaction() throws Exception {
        send(MAIL.toBuilder().addBcc("b@example.org").addBcc("c@example.org").build());
        assertEquals(
                List.of(
                        "RCPT TO:<anna@example.org> NOTIFY=NEVER",
                        "RCPT TO:<b@example.org> NOTIFY=NEVER",
                        "RCPT TO:<c@example.org> NOTIFY=NEVER"),
                postfix.commands.subList(2, 5));
        assertEquals(1, postfix.texts.size());
    }

    @Test
    void aRefusedBlindCopyDoesNotFailTheMail() throws Exception {
        postfix.reply("RCPT TO:<b@example.org> NOTIFY=NEVER", "550 5.1.1 unknown");
        assertEquals("4Xyz1", send(MAIL.toBuilder().addBcc("b@example.org").build()));
    }

    @Test
    void aRefusedRecipientSendsNoBlindCopies() {
        postfix.replyOnce("RCPT", "550 5.1.1 unknown");
        assertThrows(
                NotAcceptedException.class,
                () -> send(MAIL.toBuilder().addBcc("b@example.org").build()));
        assertTrue(postfix.texts.isEmpty());
        assertEquals("RSET", postfix.commands.get(3));
    }

    @ParameterizedTest
    @CsvSource({
        "RCPT, 550 5.1.1 <anna@example.org>: no such user, 5.1.1",
        "RCPT, 553 sorry, 5.0.0",
        "RCPT, 550 4.2.1 confused, 5.0.0",
        "MAIL, 552 5.3.4 Message size exceeds fixed limit, 5.3.4",
        "DATA, 554 5.7.1 no, 5.7.1",
        "., 554 5.6.0 not this text, 5.6.0"
    })
    void aRefusalForGoodHasItsStatusAndTheWholeReply(String command, String reply, String status) throws Exception {
        postfix.replyOnce(command, reply);
        NotAcceptedException refusal = refusal();
        assertEquals(Optional.of(status), refusal.status());
        assertEquals(reply, refusal.reply().text());
        assertEquals("4Xyz1", send(MAIL));
        assertEquals(1, postfix.connections.get());
    }

    @Test
    void theLinesOfALongReplyAreJoined() {
        postfix.reply("RCPT", "550-5.7.1 first\r\n550 5.7.1 second");
        assertEquals("550-5.7.1 first 550 5.7.1 second", refusal().reply().text());
    }

    @ParameterizedTest
    @CsvSource({
        "GREETING, 554 5.3.2 no service",
        "EHLO, 421 4.3.2 later",
        "MAIL, 451 4.3.0 queue file write error",
        "MAIL, 530 5.7.0 Must issue a STARTTLS command first",
        "RCPT, 450 4.2.0 greylisted",
        "RCPT, 503 5.5.1 bad sequence",
        "DATA, 451 4.3.0 later",
        "., 452 4.3.1 Insufficient system storage",
        "MAIL, CUT",
        "RCPT, CUT",
        "DATA, CUT",
        "RCPT, gibberish"
    })
    void everythingElseMeansLater(String command, String reply) {
        postfix.reply(command, reply);
        assertEquals(Optional.empty(), refusal().status());
    }

    @Test
    void nobodyThereMeansLater() throws Exception {
        try (ServerSocket unused = new ServerSocket(0)) {
            sender = new PostfixSender(HostAndPort.fromParts("127.0.0.1", unused.getLocalPort()), "node.example.com");
        }
        assertEquals(Optional.empty(), refusal().status());
        assertFalse(sender.isUp());
    }

    @ParameterizedTest
    @ValueSource(strings = {ScriptedSmtpServer.CUT, "gibberish"})
    void aReplyLostAfterTheFinalDotLeavesTheMailInDoubt(String reply) {
        postfix.reply(".", reply);
        assertThrows(InDoubtException.class, () -> send(MAIL));
        assertEquals(1, postfix.texts.size());
    }

    @Test
    void aConnectionThatPostfixHasClosedIsReplacedByAnother() throws Exception {
        send(MAIL);
        postfix.closeConnections();
        send(MAIL);
        assertEquals(2, postfix.connections.get());
    }

    @Test
    void aConnectionThatPostfixIsClosingIsReplacedByAnother() throws Exception {
        send(MAIL);
        postfix.replyOnce("MAIL", "421 4.4.2 timeout exceeded");
        send(MAIL);
        assertEquals(2, postfix.connections.get());
    }

    @Test
    void aMailIsNotTriedOnAThirdConnection() throws Exception {
        send(MAIL);
        postfix.reply("MAIL", "421 4.3.2 shutting down");
        assertEquals(Optional.empty(), refusal().status());
        assertEquals(2, postfix.connections.get());
    }

    @Test
    void aMailIsNotTriedAgainOnceItsRecipientWasNamed() throws Exception {
        send(MAIL);
        postfix.replyOnce("RCPT", ScriptedSmtpServer.CUT);
        refusal();
        assertEquals(1, postfix.connections.get());
    }

    @Test
    void aNonAsciiAddressIsSentWhereThatIsOffered() throws Exception {
        send(MAIL.toBuilder().setEmailAddress("j\u00fcrgen@example.org").build());
        assertTrue(postfix.commands.get(1).endsWith(" SMTPUTF8"), postfix.commands.get(1));
        assertEquals("RCPT TO:<j\u00fcrgen@example.org> NOTIFY=NEVER", postfix.commands.get(2));
    }

    @Test
    void aNonAsciiAddressIsRefusedWhereItIsNotOffered() {
        postfix.reply("EHLO", "250 mx");
        NotAcceptedException refusal = assertThrows(
                NotAcceptedException.class,
                () -> send(MAIL.toBuilder()
                        .setEmailAddress("j\u00fcrgen@example.org")
                        .build()));
        assertEquals(Optional.of("5.6.7"), refusal.status());
    }

    @Test
    void anAddressThatWouldBeAnotherCommandIsRefused() {
        NotAcceptedException refusal = assertThrows(
                NotAcceptedException.class,
                () -> send(MAIL.toBuilder()
                        .setEmailAddress("a@example.org>\r\nRCPT TO:<b@example.org")
                        .build()));
        assertEquals(Optional.of("5.1.3"), refusal.status());
        assertEquals(List.of("EHLO node.example.com"), postfix.commands);
    }
}
