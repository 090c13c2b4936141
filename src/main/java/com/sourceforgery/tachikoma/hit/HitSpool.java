package com.sourceforgery.tachikoma.hit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hits on this machine's disk while the broker is away: a line of JSON each, in files that are read from the oldest on and
 * deleted once the broker has confirmed what is in them. A hit may be read twice, after a crash, and is never lost: it is on
 * the disk when {@link #append} returns.
 */
public final class HitSpool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HitSpool.class);
    private static final long SEGMENT_BYTES = 16L * 1024 * 1024;
    private static final TypeReference<Map<String, Object>> ROW = new TypeReference<>() {};

    private final ObjectMapper json = new ObjectMapper();
    private final Path spool;
    private final long maxBytes;
    private final SpoolFolder own;

    // Not a FileChannel, which an interrupt of one thread would close for all.
    private RandomAccessFile writing;
    private Path written;
    private SpoolFolder adopted;
    private SpoolReader reading;
    private long bytes;

    /**
     * @param spool folder that webservers of this machine may share
     * @param maxBytes most bytes that wait in it for this process
     * @throws com.sourceforgery.tachikoma.config.SettingException when the folder cannot be written
     */
    public HitSpool(Path spool, long maxBytes) {
        this.spool = spool;
        this.maxBytes = maxBytes;
        this.own = SpoolFolder.claim(spool);
        this.bytes = size();
    }

    private long size() {
        try {
            long size = 0;
            for (Path segment : own.segments()) {
                size += Files.size(segment);
            }
            return size;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether no hit waits, so that new ones may go to the broker without overtaking any. */
    public synchronized boolean isEmpty() {
        return bytes == 0;
    }

    /** How many bytes wait. */
    public synchronized long bytes() {
        return bytes;
    }

    /**
     * Keeps hits; they are on the disk when it returns, all with one flush.
     *
     * @throws UncheckedIOException when the spool is full or cannot be written; none of them is kept then
     */
    public synchronized void append(List<Map<String, Object>> hits) {
        byte[] lines = lines(hits);
        try {
            if (bytes + lines.length > maxBytes) {
                throw new IOException("The spool has " + bytes + " bytes, and may have " + maxBytes);
            }
            if (writing == null || writing.length() >= SEGMENT_BYTES) {
                finishWriting();
                written = own.newSegment();
                writing = new RandomAccessFile(written.toFile(), "rw");
            }
            write(lines);
            bytes += lines.length;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@link #append} of one. */
    public void appendOne(Map<String, Object> hit) {
        append(List.of(hit));
    }

    private void write(byte[] lines) throws IOException {
        long end = writing.length();
        try {
            writing.seek(end);
            writing.write(lines);
            writing.getFD().sync();
        } catch (IOException e) {
            try {
                // half a line would spoil the next one
                writing.setLength(end);
            } catch (IOException again) {
                e.addSuppressed(again);
                finishWriting();
            }
            throw e;
        }
    }

    private byte[] lines(List<Map<String, Object>> hits) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        try {
            for (Map<String, Object> hit : hits) {
                lines.write(json.writeValueAsBytes(hit));
                lines.write('\n');
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("A hit that is no JSON", e);
        }
        return lines.toByteArray();
    }

    private void finishWriting() throws IOException {
        if (writing != null) {
            writing.close();
            writing = null;
            written = null;
        }
    }

    /**
     * The next hits, oldest first, of this process and then of others that have left some behind; the same ones again until
     * {@link #forget} is called. Empty when none wait.
     */
    public synchronized List<Map<String, Object>> next(int most) {
        try {
            while (reading != null || open()) {
                List<String> lines = reading.next(most);
                if (!lines.isEmpty()) {
                    List<Map<String, Object>> hits = hits(lines);
                    if (!hits.isEmpty()) {
                        return hits;
                    }
                    reading.forget();
                } else {
                    deleteRead();
                }
            }
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean open() throws IOException {
        List<Path> segments = own.segments();
        if (segments.isEmpty()) {
            if (adopted == null) {
                adopted = SpoolFolder.adopt(spool).orElse(null);
            }
            segments = adopted == null ? List.of() : adopted.segments();
        }
        if (segments.isEmpty()) {
            if (adopted != null) {
                adopted.close();
                adopted = null;
            }
            return false;
        }
        Path oldest = segments.get(0);
        if (oldest.equals(written)) {
            finishWriting();
        }
        reading = new SpoolReader(oldest);
        return true;
    }

    private void deleteRead() throws IOException {
        boolean mine = own.segments().contains(reading.segment());
        long size = Files.size(reading.segment());
        reading.close();
        Files.delete(reading.segment());
        reading = null;
        if (mine) {
            bytes -= size;
        }
    }

    private List<Map<String, Object>> hits(List<String> lines) throws IOException {
        return lines.stream().map(this::parse).flatMap(Optional::stream).toList();
    }

    private Optional<Map<String, Object>> parse(String line) {
        try {
            return Optional.of(json.readValue(line, ROW));
        } catch (JsonProcessingException e) {
            LOG.error("ALARM: a line of {} is no hit and is set aside: {}", reading.segment(), e.getOriginalMessage());
            reading.setAside(line);
            return Optional.empty();
        }
    }

    /** The broker has confirmed what {@link #next} returned. */
    public synchronized void forget() {
        if (reading != null) {
            reading.forget();
        }
    }

    /** What waits is read by the next process. */
    @Override
    public synchronized void close() {
        try {
            finishWriting();
            if (reading != null) {
                reading.close();
            }
            if (adopted != null) {
                adopted.close();
            }
            own.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
