package com.sourceforgery.tachikoma.node;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.mta.EmailMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final JournalLimits LIMITS =
            new JournalLimits(1 << 20, 10, Duration.ofDays(3), Duration.ofSeconds(20), Duration.ZERO);

    @TempDir
    private Path folder;

    private final AtomicBoolean postfixIsUp = new AtomicBoolean(true);
    private Path log;
    private Path state;
    private Journal journal;

    @BeforeEach
    void open() throws IOException {
        log = folder.resolve("mail.log");
        state = Files.createTempDirectory(folder, "state");
        logged("Jan  5 09:30:00 mail postfix/master[1]: daemon started");
        journal = journal(LIMITS);
    }

    @AfterEach
    void close() throws IOException {
        journal.close();
    }

    private Journal journal(JournalLimits limits) throws IOException {
        AcceptanceProof proof = new AcceptanceProof(log);
        return new Journal(state, limits, proof, new Doubts(postfixIsUp::get, proof, Duration.ZERO), Clock.systemUTC());
    }

    /** What a kill leaves: the files as they are now, nothing closed. */
    private void crash() throws IOException {
        Path left = Files.createTempDirectory(folder, "state");
        try (Stream<Path> files = Files.list(state)) {
            for (Path file : files.toList()) {
                Files.copy(file, left.resolve(file.getFileName()));
            }
        }
        journal.close();
        state = left;
        journal = journal(LIMITS);
    }

    private void logged(String line) throws IOException {
        Files.writeString(log, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void loggedActive(String queueId, EmailMessage mail) throws IOException {
        logged("Jan  5 09:30:00 mail postfix/qmgr[1]: " + queueId + ": from=<" + mail.getFrom()
                + ">, size=400, nrcpt=1 (queue active)");
    }

    private static EmailMessage mail(int number) {
        return EmailMessage.newBuilder()
                .setEmailId(number)
                .setFrom("bounce-" + number + "@example.com")
                .setEmailAddress("anna@example.org")
                .build();
    }

    @Test
    void aNewMailIsToBeSent() throws Exception {
        assertNull(journal.begin(mail(1)));
    }

    @Test
    void aMailOfferedAgainIsAnsweredFromTheJournal() throws Exception {
        EmailMessage mail = mail(1);
        journal.begin(mail);
        journal.accepted(mail, "9F3A2C");
        assertEquals("9F3A2C", journal.begin(mail(1)));
        crash();
        assertEquals("9F3A2C", journal.begin(mail(1)));
    }

    @Test
    void theSameSenderToAnotherRecipientIsAnotherMail() throws Exception {
        EmailMessage mail = mail(1);
        journal.begin(mail);
        journal.accepted(mail, "9F3A2C");
        assertNull(journal.begin(
                mail(1).toBuilder().setEmailAddress("bob@example.org").build()));
    }

    @Test
    void aMailThatWasNotAcceptedIsSentAgain() throws Exception {
        EmailMessage mail = mail(1);
        journal.begin(mail);
        journal.notAccepted(mail);
        crash();
        assertNull(journal.begin(mail(1)));
    }

    @Test
    void anIntentWithoutReplyThatTheLogShowsAsQueuedIsAccepted() throws Exception {
        journal.begin(mail(1));
        loggedActive("9F3A2C", mail(1));
        crash();
        assertEquals("9F3A2C", journal.begin(mail(1)));
        crash();
        assertEquals("9F3A2C", journal.begin(mail(1)));
    }

    @Test
    void onlyTheQueueManagerProvesAcceptance() throws Exception {
        journal.begin(mail(1));
        logged("Jan  5 09:30:00 mail postfix/cleanup[1]: 9F3A2C: message-id=<" + mail(1).getFrom() + ">");
        logged("Jan  5 09:30:00 mail postfix/smtpd[1]: 9F3A2C: from=<" + mail(1).getFrom()
                + ">, size=1 (queue active)");
        crash();
        assertThrows(InDoubtException.class, () -> journal.begin(mail(1)));
    }

    @Test
    void whatWasLoggedBeforeTheIntentIsNoProof() throws Exception {
        loggedActive("9F3A2C", mail(1));
        journal.begin(mail(1));
        crash();
        assertThrows(InDoubtException.class, () -> journal.begin(mail(1)));
    }

    @Test
    void aMailThatTheLogStillDoesNotShowAfterPostfixWasSeenUpIsSentAgain() throws Exception {
        journal.begin(mail(1));
        crash();
        assertThrows(InDoubtException.class, () -> journal.begin(mail(1)));
        logged("Jan  5 09:30:01 mail postfix/smtpd[1]: connect from localhost[127.0.0.1]");
        assertNull(journal.begin(mail(1)));
    }

    @Test
    void aMailStaysInDoubtWhilePostfixIsDown() throws Exception {
        postfixIsUp.set(false);
        journal.begin(mail(1));
        crash();
        assertThrows(InDoubtException.class, () -> journal.begin(mail(1)));
        logged("Jan  5 09:30:01 mail postfix/smtpd[1]: connect from localhost[127.0.0.1]");
        assertThrows(InDoubtException.class, () -> journal.begin(mail(1)));
    }

    @Test
    void aMailStaysInDoubtWhileTheLogStandsStill() throws Exception {
        journal.begin(mail(1));
        crash();
        assertThrows(InDoubtException.class, () -> journal.begin(mail(1)));
        assertThrows(InDoubtException.class, () -> journal.begin(mail(1)));
    }

    @Test
    void aReplyLostAfterTheFinalDotIsSettledByTheLog() throws Exception {
        EmailMessage mail = mail(1);
        journal.begin(mail);
        loggedActive("9F3A2C", mail);
        assertEquals("9F3A2C", journal.settle(mail));
        assertEquals("9F3A2C", journal.begin(mail(1)));
    }

    @Test
    void aReplyLostAfterTheFinalDotStaysOpenWhileTheLogIsSilent() throws Exception {
        EmailMessage mail = mail(1);
        journal.begin(mail);
        assertNull(journal.settle(mail));
        loggedActive("9F3A2C", mail);
        assertEquals("9F3A2C", journal.begin(mail(1)));
    }

    @Test
    void theProofIsFoundAcrossARotationOfTheLog() throws Exception {
        journal.begin(mail(1));
        loggedActive("9F3A2C", mail(1));
        crash();
        Files.move(log, folder.resolve("mail.log.1"));
        logged("Jan  6 00:00:00 mail postfix/postfix-script[1]: refreshing");
        assertEquals("9F3A2C", journal.begin(mail(1)));
    }

    @Test
    void aMailInHandTwiceWaitsForTheFirstAndGetsItsOutcome() throws Exception {
        EmailMessage first = mail(1);
        journal.begin(first);
        CompletableFuture<String> second = begun(mail(1));
        assertFalse(second.isDone());
        journal.accepted(first, "9F3A2C");
        assertEquals("9F3A2C", second.get());
    }

    @Test
    void aMailInHandTwiceIsSentByTheSecondWhenTheFirstWasNotAccepted() throws Exception {
        EmailMessage first = mail(1);
        journal.begin(first);
        CompletableFuture<String> second = begun(mail(1));
        journal.notAccepted(first);
        assertNull(second.get());
    }

    private CompletableFuture<String> begun(EmailMessage mail) {
        Thread[] thread = new Thread[1];
        CompletableFuture<String> result = CompletableFuture.supplyAsync(() -> {
            thread[0] = Thread.currentThread();
            try {
                return journal.begin(mail);
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        });
        await().until(() -> thread[0] != null && thread[0].getState() == Thread.State.TIMED_WAITING);
        return result;
    }

    @Test
    void aFailureThatIsNotAboutAMailInHandChangesNothing() throws Exception {
        journal.begin(mail(1));
        crash();
        EmailMessage again = mail(1);
        assertThrows(InDoubtException.class, () -> journal.begin(again));
        journal.notAccepted(again);
        assertNull(journal.settle(again));
        assertThrows(InDoubtException.class, () -> journal.begin(mail(1)));
    }

    @Test
    void oldFilesGoButOpenIntentsStay() throws Exception {
        journal.close();
        journal = journal(new JournalLimits(1000, 2, Duration.ofDays(3), Duration.ZERO, Duration.ZERO));
        journal.begin(mail(0));
        for (int i = 1; i <= 100; i++) {
            EmailMessage mail = mail(i);
            journal.begin(mail);
            journal.accepted(mail, "Q" + i);
        }
        try (var files = Files.list(state)) {
            assertTrue(
                    files.filter(file -> file.toString().contains("journal-")).count() <= 3);
        }
        assertEquals("Q100", journal.begin(mail(100)));
        assertNull(journal.begin(mail(1)));
        loggedActive("9F3A2C", mail(0));
        crash();
        assertEquals("9F3A2C", journal.begin(mail(0)));
    }
}
