package com.sourceforgery.tachikoma.component.maillog;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a log line by line from a position to its end, and on as it grows: through files that were renamed, compressed
 * (gzip) or copied and truncated, whether that happens while it reads or happened before. Not thread-safe.
 *
 * <p>Relies on what every logger does: one process writes, and once it has written to a new file it leaves the old one
 * alone.
 */
public final class LogTrail implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(LogTrail.class);

    /**
     * @param start where the line begins; with the log's identity it names the line for ever
     * @param next where the one after it begins
     */
    public record Line(String text, LogPosition start, LogPosition next) {}

    private final Path log;
    private LogPosition position;
    private LogFile file;
    private Object key;
    private LineReader reader;
    private boolean atEnd;

    /**
     * @param log need not be there yet
     * @param from null: from the log's beginning, without the files into which it was rotated before
     */
    public LogTrail(Path log, LogPosition from) {
        this.log = log;
        this.position = from;
    }

    /** The present end of the log; null when it has no line yet. */
    public static LogPosition endOf(Path log) throws IOException {
        Optional<LogFile> file = LogFile.at(log);
        return file.isEmpty() ? null : file.get().start().at(Files.size(log));
    }

    /** The next line, or null while there is none. */
    public Line next() throws IOException {
        if (reader == null && !openAtPosition()) {
            return null;
        }
        boolean truncated = atEnd && isTruncated();
        while (true) {
            String text = truncated ? null : reader.next();
            if (text == null && !truncated) {
                atEnd = !isFinished();
                if (atEnd) {
                    return null;
                }
                // The last lines may have been written between our reading and the beginning of the next file.
                text = reader.next();
            }
            if (text == null && openFuller()) {
                truncated = false;
                continue;
            }
            if (text == null) {
                text = reader.rest();
            }
            if (text != null) {
                return line(text);
            }
            if (!openNext()) {
                return null;
            }
            truncated = false;
        }
    }

    private Line line(String text) {
        LogPosition start = position;
        position = position.at(reader.offset());
        return new Line(text, start, position);
    }

    private boolean openAtPosition() throws IOException {
        if (position == null) {
            Optional<LogFile> live = LogFile.at(log);
            return live.isPresent() && open(live.get(), 0);
        }
        List<LogFile> trail = LogFile.trail(log);
        for (LogFile candidate : trail) {
            if (candidate.identity().equals(position.file()) && hasOffset(candidate, position.offset())) {
                return open(candidate, position.offset());
            }
        }
        LOG.error("ALARM: the log that was read up to {} is gone; what it still held is lost", position);
        long modified = position.modified();
        position = null;
        return openFirstAfter(trail, modified);
    }

    private static boolean hasOffset(LogFile candidate, long offset) throws IOException {
        return candidate.isCompressed() || Files.size(candidate.path()) >= offset;
    }

    private boolean openFirstAfter(List<LogFile> trail, long modified) throws IOException {
        for (LogFile candidate : trail) {
            if (candidate.modified() > modified || candidate.path().equals(log)) {
                return open(candidate, 0);
            }
        }
        return false;
    }

    private boolean open(LogFile opened, long offset) throws IOException {
        // It may vanish while it is opened (compression): then all stays as it was, and the next look finds it
        // elsewhere.
        Object openedKey = LogFile.keyOf(opened.path());
        LineReader fresh = new LineReader(opened.open(), offset);
        if (reader != null) {
            reader.close();
        }
        reader = fresh;
        key = openedKey;
        file = opened;
        atEnd = false;
        position = opened.start().at(offset);
        return true;
    }

    /** Whether nothing will be written to the open file any more: it is a rotated one, or a new log has begun. */
    private boolean isFinished() throws IOException {
        Optional<LogFile> live = LogFile.at(log);
        if (live.isEmpty()) {
            return false;
        }
        boolean isLive = live.get().identity().equals(file.identity()) && Files.size(log) >= position.offset();
        if (isLive) {
            position = new LogPosition(
                    position.file(), position.offset(), live.get().modified());
        }
        return !isLive;
    }

    /** Whether the log begins anew in the same file; what is at our offset now is the middle of another line. */
    private boolean isTruncated() throws IOException {
        Optional<LogFile> live = LogFile.at(log);
        return live.isPresent()
                && !live.get().identity().equals(file.identity())
                && LogFile.keyOf(log).equals(key);
    }

    /** The same file elsewhere, with more in it: the copy of a truncated log, or our own under its new name. */
    private boolean openFuller() throws IOException {
        for (LogFile other : LogFile.trail(log)) {
            if (other.identity().equals(file.identity()) && !other.path().equals(file.path()) && isLonger(other)) {
                return open(other, position.offset());
            }
        }
        return false;
    }

    private boolean openNext() throws IOException {
        List<LogFile> trail = LogFile.trail(log);
        for (int i = 0; i < trail.size(); i++) {
            if (trail.get(i).identity().equals(file.identity())) {
                return i + 1 < trail.size() && open(trail.get(i + 1), 0);
            }
        }
        return openFirstAfter(trail, position.modified());
    }

    private boolean isLonger(LogFile other) throws IOException {
        try (LineReader rest = new LineReader(other.open(), position.offset())) {
            return rest.next() != null || rest.rest() != null;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        if (reader != null) {
            reader.close();
        }
    }
}
