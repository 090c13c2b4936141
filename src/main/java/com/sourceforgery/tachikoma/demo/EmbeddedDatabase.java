package com.sourceforgery.tachikoma.demo;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A real PostgreSQL server, from binaries in Maven, on a free port of 127.0.0.1. PostgreSQL refuses to run as root: then
 * the library starts it inside a user namespace ({@code unshare -U}), which needs no other user and no rights on files.
 */
public final class EmbeddedDatabase implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final EmbeddedPostgres server;

    private EmbeddedDatabase(EmbeddedPostgres server) {
        this.server = server;
    }

    /**
     * Starts a server on the data of this folder; an empty or missing one becomes a new database.
     *
     * @param data folder of the database files, kept when the server stops
     * @param binaries folder that the server's programs are unpacked into
     */
    public static EmbeddedDatabase start(Path data, Path binaries) {
        try {
            Files.createDirectories(binaries);
            return new EmbeddedDatabase(EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setOverrideWorkingDirectory(binaries.toFile())
                    .setRegisterShutdownHook(false)
                    .setPGStartupWait(START_LIMIT)
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("shared_buffers", "64MB")
                    .setServerConfig("unix_socket_directories", "")
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded PostgreSQL does not start: " + e.getMessage(), e);
        }
    }

    public int port() {
        return server.getPort();
    }

    /** Value for the setting {@code SQL_URL}. */
    public String url() {
        return "postgres://postgres:postgres@127.0.0.1:" + port() + "/postgres";
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
