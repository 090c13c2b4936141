package com.sourceforgery.tachikoma.webserver;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * Whether this server can be given calls: it is not stopping, and its database answers. The broker does not count: mail is
 * accepted without it, and goes out when it is back.
 */
public final class Readiness {
    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final int TIMEOUT_SECONDS = 3;

    private final DataSource dataSource;
    private volatile boolean draining;
    private boolean answers;
    private long askedAtNanos = System.nanoTime() - FRESH.toNanos();

    Readiness(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Asks the database, at most once a second however many ask this. */
    public synchronized boolean isReady() {
        if (System.nanoTime() - askedAtNanos >= FRESH.toNanos()) {
            answers = databaseAnswers();
            askedAtNanos = System.nanoTime();
        }
        return answers && !draining;
    }

    /** Not ready any more. */
    void drain() {
        draining = true;
    }

    private boolean databaseAnswers() {
        try (Connection connection = dataSource.getConnection()) {
            return connection.isValid(TIMEOUT_SECONDS);
        } catch (SQLException e) {
            return false;
        }
    }
}
