package com.sourceforgery.tachikoma.sink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends lines to a file from many threads through one writer, which writes whatever gathered since its last write.
 * The file is opened for each write, so that it may be renamed by a log rotation at any time. A full queue (10,000 lines)
 * makes callers wait.
 */
final class LineFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LineFile.class);
    private static final String END = new String("end");
    private static final int MAX_LINES = 10_000;

    private final Path file;
    private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(MAX_LINES);
    private final Thread writer = new Thread(this::write, "sink-log");

    LineFile(Path file) {
        this.file = file;
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            append("");
        } catch (IOException e) {
            throw new UncheckedIOException("The log file " + file + " cannot be written", e);
        }
        writer.setDaemon(true);
        writer.start();
    }

    /**
     * @param line one or more whole lines, each ended by a line feed
     */
    void add(String line) {
        try {
            lines.put(line);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        List<String> group = new ArrayList<>(MAX_LINES);
        boolean open = true;
        while (open) {
            group.clear();
            try {
                group.add(lines.take());
                lines.drainTo(group);
                open = !group.remove(END);
                append(String.join("", group));
            } catch (IOException e) {
                LOG.error("{} lines could not be written to {}", group.size(), file, e);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void append(String text) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    /** Writes what is left, then stops. */
    @Override
    public void close() {
        add(END);
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
