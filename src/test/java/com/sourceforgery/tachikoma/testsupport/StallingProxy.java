package com.sourceforgery.tachikoma.testsupport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A TCP proxy whose connections can go dead without either side being told, as when a NAT forgets them. */
public final class StallingProxy implements AutoCloseable {
    private final int target;
    private final ServerSocket server;
    private final List<Link> links = new CopyOnWriteArrayList<>();

    /** @param target port of 127.0.0.1 */
    public StallingProxy(int target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** From now on the present connections carry nothing; new ones do. */
    public void stall() {
        links.forEach(link -> link.stalled = true);
    }

    private void accept() throws IOException {
        while (true) {
            Link link = new Link(server.accept(), new Socket(InetAddress.getLoopbackAddress(), target));
            links.add(link);
            start(() -> link.carry(link.client, link.server));
            start(() -> link.carry(link.server, link.client));
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static final class Link {
        private final Socket client;
        private final Socket server;
        private volatile boolean stalled;

        private Link(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        private void carry(Socket from, Socket to) throws IOException {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] bytes = new byte[1 << 16];
            for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
                if (!stalled) {
                    out.write(bytes, 0, length);
                }
            }
            if (!stalled) {
                to.close();
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Link link : links) {
            link.client.close();
            link.server.close();
        }
    }
}
