package com.sourceforgery.tachikoma.node;

import com.sourceforgery.tachikoma.mta.EmailMessage;
import com.sourceforgery.tachikoma.node.JournalEntry.Kind;
import com.sourceforgery.tachikoma.node.JournalEntry.Mail;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a mail from being handed to Postfix twice. Before a mail is sent the intent is on disk; after Postfix's reply, the
 * queue id. A mail offered again is answered from that. An intent without a reply (a crash, or a connection that broke
 * after the final dot) is settled by Postfix's own log.
 *
 * <p>For each mail a route calls {@link #begin}; where that gives no queue id, it sends and then calls exactly one of
 * {@link #accepted}, {@link #notAccepted} and {@link #settle}.
 */
public final class Journal implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

    private final JournalFiles files;
    private final JournalLimits limits;
    private final AcceptanceProof proof;
    private final Doubts doubts;
    private final Clock clock;
    private final InHand inHand = new InHand();
    private final JournalIndex accepted = new JournalIndex();
    private final Map<Mail, Intent> intents = new HashMap<>();

    private record Intent(JournalEntry entry, long location) {}

    Journal(Path folder, JournalLimits limits, AcceptanceProof proof, Doubts doubts, Clock clock) throws IOException {
        this.limits = limits;
        this.proof = proof;
        this.doubts = doubts;
        this.clock = clock;
        this.files = new JournalFiles(folder, limits.fileBytes(), this::remember);
        discardOld();
        LOG.info("The journal knows {} accepted mails and {} in doubt", accepted.size(), intents.size());
    }

    /**
     * Takes a mail in hand; waits while the same mail is in hand already.
     *
     * @return the queue id when Postfix has it; null when it is to be sent, which is then on disk
     * @throws InDoubtException when it may have been sent, and the log cannot tell yet
     */
    public String begin(EmailMessage message) throws IOException, InterruptedException, InDoubtException {
        Mail mail = mailOf(message);
        if (!inHand.take(mail, message, limits.twinPatience())) {
            throw new InDoubtException("The same mail has been in hand for " + limits.twinPatience(), null);
        }
        boolean toBeSent = false;
        try {
            Optional<String> known = findAccepted(mail);
            if (known.isEmpty()) {
                known = settleEarlier(mail);
            }
            if (known.isEmpty()) {
                append(Kind.INTENT, proof.here(), mail);
                files.sync();
                toBeSent = true;
            }
            return known.orElse(null);
        } finally {
            if (!toBeSent) {
                inHand.release(mail, message);
            }
        }
    }

    /** Postfix has taken the mail. */
    public void accepted(EmailMessage message, String queueId) {
        Mail mail = mailOf(message);
        try {
            append(Kind.ACCEPTED, queueId, mail);
        } catch (IOException e) {
            LOG.error("ALARM: the journal cannot be written; {} is known to Postfix's log only", queueId, e);
        } finally {
            inHand.release(mail, message);
        }
    }

    /** Postfix certainly has not taken the mail. Says nothing about a mail that {@link #begin} did not give to send. */
    public void notAccepted(EmailMessage message) throws IOException {
        Mail mail = mailOf(message);
        if (inHand.holds(mail, message)) {
            try {
                append(Kind.NOT_ACCEPTED, "-", mail);
            } finally {
                inHand.release(mail, message);
            }
        }
    }

    /**
     * Postfix may have taken the mail: gives its log a moment to say so.
     *
     * @return the queue id; null when it is still open
     */
    public String settle(EmailMessage message) throws IOException, InterruptedException {
        Mail mail = mailOf(message);
        if (!inHand.holds(mail, message)) {
            return null;
        }
        try {
            Optional<String> queueId = prove(mail, limits.proofPatience());
            if (queueId.isEmpty()) {
                doubts.isOver(mail);
            }
            return queueId.orElse(null);
        } finally {
            inHand.release(mail, message);
        }
    }

    private Optional<String> settleEarlier(Mail mail) throws IOException, InterruptedException, InDoubtException {
        if (intentOf(mail).isEmpty()) {
            return Optional.empty();
        }
        // Asked before the log is read: what is written while it is read would not count.
        boolean over = doubts.isOver(mail);
        Optional<String> queueId = prove(mail, Duration.ZERO);
        if (queueId.isEmpty() && !over) {
            throw new InDoubtException("The log does not tell yet whether it was sent before", null);
        }
        doubts.forget(mail);
        return queueId;
    }

    private Optional<String> prove(Mail mail, Duration patience) throws IOException, InterruptedException {
        String since = intentOf(mail).orElseThrow().detail();
        Optional<String> queueId = proof.queueId(mail.envelopeSender(), since, patience);
        if (queueId.isPresent()) {
            LOG.info("Postfix's log shows that it had accepted {}", queueId.get());
            append(Kind.ACCEPTED, queueId.get(), mail);
        }
        return queueId;
    }

    private static Mail mailOf(EmailMessage message) {
        return new Mail(message.getFrom(), message.getEmailAddress());
    }

    private synchronized Optional<JournalEntry> intentOf(Mail mail) {
        return Optional.ofNullable(intents.get(mail)).map(Intent::entry);
    }

    private Optional<String> findAccepted(Mail mail) throws IOException {
        long location;
        synchronized (this) {
            location = accepted.find(mail);
        }
        return files.read(location).filter(entry -> entry.mail().equals(mail)).map(JournalEntry::detail);
    }

    private synchronized void append(Kind kind, String detail, Mail mail) throws IOException {
        int newest = files.newest();
        JournalEntry entry = new JournalEntry(kind, clock.millis(), detail, mail);
        remember(entry, files.append(entry));
        if (files.newest() != newest) {
            discardOld();
        }
    }

    private void remember(JournalEntry entry, long location) {
        switch (entry.kind()) {
            case INTENT -> intents.put(entry.mail(), new Intent(entry, location));
            case ACCEPTED -> {
                intents.remove(entry.mail());
                accepted.put(entry.mail(), location);
            }
            case NOT_ACCEPTED -> intents.remove(entry.mail());
        }
    }

    private void discardOld() throws IOException {
        while (files.oldest() < files.newest() && isTooMuch(files.oldest())) {
            int oldest = files.oldest();
            for (Intent intent : List.copyOf(intents.values())) {
                if (JournalFiles.number(intent.location()) == oldest) {
                    remember(intent.entry(), files.append(intent.entry()));
                }
            }
            files.sync();
            accepted.removeIf(location -> JournalFiles.number(location) == oldest);
            files.deleteOldest();
        }
    }

    private boolean isTooMuch(int file) throws IOException {
        return files.newest() - file >= limits.files()
                || clock.millis() - files.modified(file) > limits.age().toMillis();
    }

    @Override
    public synchronized void close() throws IOException {
        files.sync();
        files.close();
    }
}
