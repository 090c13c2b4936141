package com.sourceforgery.tachikoma.sink;

import com.sourceforgery.tachikoma.sink.SinkStats.Counter;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;

/** One SMTP transaction, from MAIL to the reply that follows the final dot. */
final class Reception implements MessageHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);

    /** What all transactions of a sink share. */
    record Desk(
            RecipientCheck check,
            SinkStore store,
            QueueIds queueIds,
            PostfixLog log,
            Optional<Deliveries> deliveries,
            SinkStats stats) {}

    private final Desk desk;
    private final List<String> recipients = new ArrayList<>();
    private String sender = "";

    Reception(Desk desk) {
        this.desk = desk;
    }

    @Override
    public void from(String address) throws RejectException {
        if (desk.deliveries().filter(Deliveries::isFull).isPresent()) {
            throw new RejectException(452, "4.3.1 Insufficient system storage");
        }
        sender = address;
    }

    @Override
    public void recipient(String address) throws RejectException {
        Optional<Behaviour.Reply> refusal = desk.check().refusal(sender, address);
        if (refusal.isPresent()) {
            desk.stats().add(Counter.REFUSED, 1);
            desk.log().refused(sender, address, refusal.get());
            throw new RejectException(refusal.get().code(), refusal.get().text());
        }
        recipients.add(address);
    }

    @Override
    public String data(InputStream content) throws RejectException, IOException {
        try (Spool spool = Spool.read(content, desk.store().folder())) {
            StoredMail mail = store(spool);
            desk.stats().add(Counter.MAILS, 1);
            desk.stats().add(Counter.BYTES, mail.size());
            desk.deliveries().ifPresentOrElse(queue -> queue.take(mail), () -> deliverAsWorld(mail));
            return "2.0.0 Ok: queued as " + mail.queueId();
        }
    }

    private StoredMail store(Spool spool) throws RejectException {
        try {
            return desk.store().append(spool, desk.queueIds().next(), sender, recipients);
        } catch (IOException e) {
            LOG.error("A mail could not be stored", e);
            throw new RejectException(451, "4.3.0 Error: queue file write error");
        }
    }

    private void deliverAsWorld(StoredMail mail) {
        desk.stats().add(Counter.DELIVERED, mail.recipients().size());
        try {
            Thread.sleep(Behaviour.slowness(recipients).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void done() {
        recipients.clear();
    }
}
