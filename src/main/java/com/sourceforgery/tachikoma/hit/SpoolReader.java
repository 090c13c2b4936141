package com.sourceforgery.tachikoma.hit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one file of the spool to its end. What follows the last line end is half a line that a crash has left: it was never
 * flushed, so nobody was told that the hit was kept.
 */
final class SpoolReader implements Closeable {
    private final Path segment;
    private final InputStream in;
    private final List<String> unconfirmed = new ArrayList<>();

    SpoolReader(Path segment) throws IOException {
        this.segment = segment;
        this.in = new BufferedInputStream(Files.newInputStream(segment));
    }

    Path segment() {
        return segment;
    }

    /** The next whole lines, the same ones until {@link #forget}; empty at the end. */
    List<String> next(int most) throws IOException {
        while (unconfirmed.size() < most) {
            String line = readLine();
            if (line == null) {
                break;
            }
            unconfirmed.add(line);
        }
        return List.copyOf(unconfirmed);
    }

    private String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (c == '\n') {
                return line.toString(StandardCharsets.UTF_8);
            }
            line.write(c);
        }
        return null;
    }

    void forget() {
        unconfirmed.clear();
    }

    /** Keeps a line that cannot be used beside the file, and does not give it again. */
    void setAside(String line) {
        try {
            Files.writeString(
                    segment.resolveSibling("damaged.txt"),
                    line + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        unconfirmed.remove(line);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
