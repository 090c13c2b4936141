package com.sourceforgery.tachikoma.component.maillog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogLineTest {
    private static final String SENT = "4dNqWk2Zb7z1Q8: to=<anna@example.org>, relay=mx.example.org[192.0.2.7]:25, "
            + "delay=1.2, delays=0.1/0/0.6/0.5, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as A1)";

    private static Optional<LogLine> postfix(String program, String text) {
        return LogLine.parse("Jan  5 09:30:00 mail postfix/" + program + "[4711]: " + text);
    }

    private static LogLine.Delivery delivery(String text) {
        return (LogLine.Delivery) postfix("smtp", text).orElseThrow();
    }

    @Test
    void aSentLineGivesQueueIdRecipientRelayStatusAndWhatTheNextHopSaid() {
        assertEquals(
                new LogLine.Delivery(
                        "4dNqWk2Zb7z1Q8",
                        "anna@example.org",
                        "mx.example.org[192.0.2.7]:25",
                        "2.0.0",
                        "250 2.0.0 Ok: queued as A1"),
                delivery(SENT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"smtp", "lmtp", "virtual", "local", "error", "retry", "relay", "pipe", "bounce"})
    void everyDeliveryAgentIsBelieved(String program) {
        assertTrue(postfix(program, SENT).isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"smtpd", "cleanup", "qmgr", "discard", "verify", "trace", "postscreen", "smtp-other"})
    void noOtherProgramIsBelieved(String program) {
        assertTrue(postfix(program, SENT).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Jan  5 09:30:00 mail postfix/smtp[1]: ",
                "Dec 25 23:59:59 mail.example.com postfix-out/smtp[1]: ",
                "2027-01-05T09:30:00.123456+01:00 mail postfix/submission/smtp[1]: ",
                "2027-01-05T09:30:00Z mail postfix/relay/smtp[1]: "
            })
    void anyTimestampAndAnySyslogNameWillDo(String head) {
        assertTrue(LogLine.parse(head + SENT).isPresent());
    }

    @Test
    void aShortQueueIdWillDo() {
        assertEquals(
                "9F3A2C", delivery(SENT.replace("4dNqWk2Zb7z1Q8", "9F3A2C")).queueId());
    }

    @Test
    void theRecipientBeforeAliasesWins() {
        LogLine.Delivery line = delivery(
                SENT.replace("to=<anna@", "to=<box7@").replace(", relay", ", orig_to=<info@example.org>, relay"));
        assertEquals("info@example.org", line.recipient());
    }

    @Test
    void aConnectionUsedAgainIsNoHindrance() {
        assertEquals(
                "2.0.0",
                delivery(SENT.replace("delay=1.2", "conn_use=3, delay=1.2")).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"may", "dane/!requiretls:nocertmatch", "encrypt?"})
    void whatANewerPostfixSaysOfTlsIsNoHindrance(String tls) {
        assertEquals(
                "2.0.0",
                delivery(SENT.replace(" dsn=", " tls=" + tls + ", dsn=")).status());
    }

    @Test
    void aLineWithoutEnhancedCodeGetsTheOneOfItsClass() {
        assertEquals("2.0.0", delivery(SENT.replace("dsn=2.0.0, ", "")).status());
    }

    @Test
    void deferredIsSoftAndBouncedIsHard() {
        assertEquals(
                "4.4.1",
                delivery(SENT.replace("dsn=2.0.0, status=sent", "dsn=4.4.1, status=deferred"))
                        .status());
        assertEquals(
                "5.1.1",
                delivery(SENT.replace("dsn=2.0.0, status=sent", "dsn=5.1.1, status=bounced"))
                        .status());
    }

    @Test
    void aBounceSoftenedByTheOperatorIsSoft() {
        assertEquals(
                "4.1.1",
                delivery(SENT.replace("dsn=2.0.0, status=sent", "dsn=5.1.1, status=SOFTBOUNCE"))
                        .status());
    }

    @Test
    void theRemotesTextMayHoldParentheses() {
        String text = "host mx[192.0.2.7] said: 550 5.7.1 no (see (here)) thanks (in reply to RCPT TO command)";
        assertEquals(
                text, delivery(SENT.replace("250 2.0.0 Ok: queued as A1", text)).text());
    }

    @Test
    void theRemotesTextCannotPassForAnotherOutcome() {
        LogLine.Delivery line =
                delivery("9F3A2C: to=<anna@example.org>, relay=mx[192.0.2.7]:25, delay=1, delays=0/0/0/1, dsn=5.0.0, "
                        + "status=bounced (host mx said: 550 to=<b@example.org>, relay=x, delay=1, delays=0/0/0/1, "
                        + "dsn=2.0.0, status=sent (250 ok))");
        assertEquals("5.0.0", line.status());
        assertEquals("anna@example.org", line.recipient());
    }

    @Test
    void aQuotedLocalPartMayHoldAnything() {
        String odd = "\"a>, relay=x, status=sent (\\\" b\"@example.org";
        assertEquals(odd, delivery(SENT.replace("anna@example.org", odd)).recipient());
    }

    @Test
    void anAddressWithoutBracketsWillDo() {
        assertEquals(
                "anna@example.org",
                delivery(SENT.replace("<anna@example.org>", "anna@example.org")).recipient());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "connect to mx.example.org[192.0.2.7]:25: Connection refused",
                "9F3A2C: host mx[192.0.2.7] said: 450 4.7.1 wait, status=sent (250 ok) (in reply to RCPT TO command)",
                "9F3A2C: lost connection with mx[192.0.2.7] while sending message body",
                "9F3A2C: to=<a@example.org>, relay=none, delay=0, delays=0/0/0/0, dsn=2.1.5, status=deliverable (ok)",
                "9F3A2C: to=<a@example.org>, relay=none, delay=0, delays=0/0/0/0, dsn=5.1.1, status=undeliverable (no)",
                "warning: to=<a@example.org>, relay=none: odd"
            })
    void otherWordsOfADeliveryAgentAreNoDelivery(String text) {
        assertTrue(postfix("smtp", text).isEmpty());
    }

    @Test
    void theQueueManagerTellsTheEnvelopeSender() {
        assertEquals(
                new LogLine.Active("9F3A2C", "bounce-1@example.com"),
                postfix("qmgr", "9F3A2C: from=<bounce-1@example.com>, size=412, nrcpt=1 (queue active)")
                        .orElseThrow());
        assertEquals(
                new LogLine.Active("9F3A2C", ""),
                postfix("qmgr", "9F3A2C: from=<>, size=412, nrcpt=1 (queue active)")
                        .orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"expired", "force-expired"})
    void theQueueManagerTellsThatAMailIsTooOld(String word) {
        assertEquals(
                new LogLine.Expired("9F3A2C", "bounce-1@example.com"),
                postfix("qmgr", "9F3A2C: from=<bounce-1@example.com>, status=" + word + ", returned to sender")
                        .orElseThrow());
    }

    @Test
    void theQueueManagerTellsThatAMailHasLeft() {
        assertEquals(
                new LogLine.Removed("9F3A2C"),
                postfix("qmgr", "9F3A2C: removed").orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "status=sent",
                "Jan  5 09:30:00 mail dovecot: lmtp(anna): stored",
                "Jan  5 09:30:00 mail opendkim[12]: 9F3A2C: DKIM-Signature field added",
                "Jan  5 09:30:00 mail postfix/bounce[12]: 9F3A2C: sender non-delivery notification: 77AB",
                "Jan  5 09:30:00 mail postfix/cleanup[12]: 9F3A2C: message-id=<1@example.com>"
            })
    void whatIsNoDeliveryLineSaysNothing(String line) {
        assertTrue(LogLine.parse(line).isEmpty());
    }
}
