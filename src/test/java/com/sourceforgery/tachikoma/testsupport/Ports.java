package com.sourceforgery.tachikoma.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free ports of 127.0.0.1, below those that the kernel gives to outgoing connections: a client that waits for a server to
 * come (back) would else now and then be given the server's port for its own end.
 */
public final class Ports {
    private static final int FIRST = 10_000;
    private static final int LAST = 20_000;

    private Ports() {}

    public static int free() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException e) {
                continue; // taken
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
