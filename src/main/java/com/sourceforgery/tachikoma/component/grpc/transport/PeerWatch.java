package com.sourceforgery.tachikoma.component.grpc.transport;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;

/**
 * Notices that the peer of a connection is gone without a word: sends PING frames (RFC 9113 section 6.7), one at a time,
 * and waits for the answer no longer than twice the time between them. Made on the connection's event loop, where it does
 * its work: a PING sent from elsewhere may be answered before Vert.x listens for that.
 */
final class PeerWatch {
    private final Vertx vertx;
    private final HttpConnection connection;
    private final Runnable whenGone;
    private final long patienceNanos;
    private final long timer;
    private long asked;
    private boolean answered = true;

    PeerWatch(Vertx vertx, HttpConnection connection, Duration interval, Runnable whenGone) {
        this.vertx = vertx;
        this.connection = connection;
        this.whenGone = whenGone;
        this.patienceNanos = 2 * interval.toNanos();
        this.timer = vertx.setPeriodic(interval.toMillis(), timer -> look());
    }

    private void look() {
        if (answered) {
            answered = false;
            asked = System.nanoTime();
            connection.ping(Buffer.buffer(Long.BYTES).appendLong(asked)).onSuccess(pong -> answered = true);
        } else if (System.nanoTime() - asked >= patienceNanos) {
            end();
            whenGone.run();
        }
    }

    void end() {
        vertx.cancelTimer(timer);
    }
}
