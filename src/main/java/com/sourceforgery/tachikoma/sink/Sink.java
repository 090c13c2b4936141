package com.sourceforgery.tachikoma.sink;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.subethamail.smtp.server.SMTPServer;

/** A running sink: SMTP server, store, log and HTTP view. */
public final class Sink implements AutoCloseable {
    private static final int MAX_CONNECTIONS = 2_000;
    private static final int MAX_MESSAGE_SIZE = 52_428_800;

    private final SinkStore store;
    private final PostfixLog log;
    private final Optional<Deliveries> deliveries;
    private final SinkStats stats = new SinkStats();
    private final SMTPServer smtp;
    private final SinkView view;

    private Sink(SinkOptions options) throws IOException {
        QueueIds queueIds = new QueueIds();
        store = new SinkStore(options.store());
        log = new PostfixLog(options.log() == null ? null : new LineFile(options.log()), options.hostName());
        deliveries = options.worldOnly()
                ? Optional.empty()
                : Optional.of(new Deliveries(log, stats, queueIds, options.retryDelay()));
        Reception.Desk desk =
                new Reception.Desk(new RecipientCheck(options.worldOnly()), store, queueIds, log, deliveries, stats);
        smtp = SMTPServer.port(options.smtpPort())
                .bindAddress(InetAddress.getByName(options.bindAddress()))
                .hostName(options.hostName())
                .softwareName("Tachikoma sink")
                .insertReceivedHeaders(false)
                .maxConnections(MAX_CONNECTIONS)
                .maxMessageSize(MAX_MESSAGE_SIZE)
                .connectionTimeout(5, TimeUnit.MINUTES)
                .backlog(500)
                .fromAddressValidator(address -> true)
                .messageHandlerFactory(context -> new Reception(desk))
                .build();
        smtp.start();
        view = new SinkView(options.bindAddress(), options.httpPort(), store, stats);
    }

    /**
     * Starts a sink.
     *
     * @throws IOException when the folder or a port cannot be had
     */
    public static Sink start(SinkOptions options) throws IOException {
        return new Sink(options);
    }

    public int smtpPort() {
        return smtp.getPortAllocated();
    }

    public int httpPort() {
        return view.port();
    }

    /** What was received. */
    public SinkStore store() {
        return store;
    }

    public SinkStats stats() {
        return stats;
    }

    /** Takes no more mails, writes what is left of the log, and frees ports and files. */
    @Override
    public void close() throws IOException {
        smtp.stop();
        deliveries.ifPresent(Deliveries::close);
        view.close();
        log.close();
        store.close();
    }
}
