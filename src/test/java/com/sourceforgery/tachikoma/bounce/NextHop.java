package com.sourceforgery.tachikoma.bounce;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.SMTPServer;

/**
 * The mail servers behind a relay, in one: that of the recipients takes the mails or refuses them as it was told, that of the
 * envelope senders keeps the notices which the relay sends back.
 */
final class NextHop implements AutoCloseable {
    private static final int LONGEST_WAIT_SECONDS = 120;

    private final Map<String, Reply> refusals = new ConcurrentHashMap<>();
    private final Map<String, BlockingQueue<byte[]>> notices = new ConcurrentHashMap<>();
    private final SMTPServer server;

    private record Reply(int code, String text) {}

    /** @param port of 127.0.0.1 */
    NextHop(int port) throws IOException {
        server = SMTPServer.port(port)
                .bindAddress(InetAddress.getLoopbackAddress())
                .hostName("mx.world.example")
                .insertReceivedHeaders(false)
                .fromAddressValidator(address -> true)
                .messageHandlerFactory(context -> new Transaction())
                .build();
        server.start();
    }

    int port() {
        return server.getPortAllocated();
    }

    /**
     * @param code of SMTP, said to RCPT from now on
     * @param text what follows it
     */
    void refuse(String recipient, int code, String text) {
        refusals.put(recipient, new Reply(code, text));
    }

    /** The next mail from {@code <>} to an address; it is waited for. */
    byte[] takeNoticeTo(String address) throws InterruptedException {
        byte[] notice = noticesTo(address).poll(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
        if (notice == null) {
            throw new AssertionError("No notice came to " + address + "; some came to " + notices.keySet());
        }
        return notice;
    }

    private BlockingQueue<byte[]> noticesTo(String address) {
        return notices.computeIfAbsent(address, missing -> new LinkedBlockingQueue<>());
    }

    @Override
    public void close() {
        server.stop();
    }

    private final class Transaction implements MessageHandler {
        private final List<String> recipients = new ArrayList<>();
        private String sender = "";

        @Override
        public void from(String address) {
            sender = address;
        }

        @Override
        public void recipient(String address) throws RejectException {
            Reply refusal = refusals.get(address);
            if (refusal != null) {
                throw new RejectException(refusal.code(), refusal.text());
            }
            recipients.add(address);
        }

        @Override
        public String data(InputStream content) throws IOException {
            byte[] mail = content.readAllBytes();
            if (sender.isEmpty()) {
                recipients.forEach(recipient -> noticesTo(recipient).add(mail));
            }
            return "2.0.0 Ok: queued as 1";
        }

        @Override
        public void done() {
            recipients.clear();
        }
    }
}
