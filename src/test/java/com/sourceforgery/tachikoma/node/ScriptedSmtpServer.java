package com.sourceforgery.tachikoma.node;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A mail server that says what a test wants to hear: replies by command word, each once or for ever. {@code CUT} instead of
 * a reply closes the connection.
 */
final class ScriptedSmtpServer implements AutoCloseable {
    static final String CUT = "CUT";

    private static final Map<String, String> POLITE = Map.of(
            "GREETING", "220 mx ESMTP",
            "EHLO", "250-mx\r\n250-SIZE 52428800\r\n250-8BITMIME\r\n250-DSN\r\n250 SMTPUTF8",
            "MAIL", "250 2.1.0 Ok",
            "RCPT", "250 2.1.5 Ok",
            "DATA", "354 End data with <CR><LF>.<CR><LF>",
            ".", "250 2.0.0 Ok: queued as 4Xyz1",
            "RSET", "250 2.0.0 Ok",
            "QUIT", "221 2.0.0 Bye");

    final AtomicInteger connections = new AtomicInteger();
    final List<String> commands = Collections.synchronizedList(new ArrayList<>());
    final List<String> texts = Collections.synchronizedList(new ArrayList<>());

    private final Map<String, String> always = Collections.synchronizedMap(new HashMap<>(POLITE));
    private final Map<String, String> once = Collections.synchronizedMap(new HashMap<>());
    private final List<Socket> open = Collections.synchronizedList(new ArrayList<>());
    private final ServerSocket socket;
    private final Thread acceptor;

    ScriptedSmtpServer() throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        acceptor = daemon(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    /** @param command a command word, a whole command line, or {@code .} for the final dot */
    ScriptedSmtpServer reply(String command, String reply) {
        always.put(command, reply);
        return this;
    }

    ScriptedSmtpServer replyOnce(String command, String reply) {
        once.put(command, reply);
        return this;
    }

    void closeConnections() throws IOException {
        synchronized (open) {
            for (Socket connection : open) {
                connection.close();
            }
            open.clear();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        try {
            // until it has returned, the port may take one more connection
            acceptor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closeConnections();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "scripted-smtp");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                open.add(connection);
                connections.incrementAndGet();
                daemon(() -> serve(connection));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            String reply = reply(connection, "GREETING", "GREETING");
            while (!reply.equals(CUT)) {
                String line = line(in);
                if (line == null) {
                    return;
                }
                commands.add(line);
                reply = reply(connection, line, line.split(" ")[0]);
                if (reply.startsWith("354")) {
                    texts.add(text(in));
                    reply = reply(connection, ".", ".");
                }
            }
        } catch (IOException e) {
            // the client is gone, which is what many tests are about
        }
    }

    private String reply(Socket connection, String line, String word) throws IOException {
        String reply = once.remove(word);
        if (reply == null) {
            reply = always.getOrDefault(line, always.getOrDefault(word, "502 5.5.2 unknown command"));
        }
        if (!reply.equals(CUT)) {
            OutputStream out = connection.getOutputStream();
            out.write((reply + "\r\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
        return reply;
    }

    private static String text(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String line = line(in); line != null && !line.equals("."); line = line(in)) {
            text.append(line).append("\r\n");
        }
        return text.toString();
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') {
                return line.toString(StandardCharsets.UTF_8).replaceAll("\r$", "");
            }
            line.write(b);
        }
        return null;
    }
}
