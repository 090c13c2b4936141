package com.sourceforgery.tachikoma.sink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code index.jsonl}: one line of ASCII JSON per mail, only ever appended to. The position of a line is the mail's id, so
 * that nothing of the index needs to be in memory. A line without its line feed (the sink died while it wrote) is cut off
 * when the file is opened.
 */
final class SinkIndex implements AutoCloseable {
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private static final int MAX_WINDOW = 1 << 26;

    private final Path file;
    private final FileChannel channel;
    private volatile long end;

    SinkIndex(Path file) throws IOException {
        this.file = file;
        this.channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        this.end = endOfLastLine();
        channel.truncate(end);
    }

    private long endOfLastLine() throws IOException {
        long position = channel.size();
        while (position > 0 && readBefore(position, 1)[0] != '\n') {
            position--;
        }
        return position;
    }

    /** Where the next line will be: the id of the next mail. */
    long end() {
        return end;
    }

    /** Not safe for several threads: the store has the lock. */
    void append(StoredMail mail) throws IOException {
        ByteBuffer line = ByteBuffer.wrap((JSON.writeValueAsString(mail) + "\n").getBytes(StandardCharsets.US_ASCII));
        long next = end;
        while (line.hasRemaining()) {
            next += channel.write(line, next);
        }
        end = next;
    }

    /** Drops this mail and all that came after it. */
    void cut(StoredMail mail) throws IOException {
        channel.truncate(mail.id());
        end = mail.id();
    }

    /**
     * The mails from this id on, oldest first, up to the last one of now. Close it.
     *
     * @param from an id, or {@link #end()} of some time
     */
    Stream<StoredMail> from(long from) {
        try {
            long now = end;
            FileChannel reader = FileChannel.open(file).position(from);
            BufferedReader lines = new BufferedReader(
                    new InputStreamReader(Channels.newInputStream(reader), StandardCharsets.US_ASCII));
            return lines.lines()
                    .map(SinkIndex::parse)
                    .takeWhile(mail -> mail != null && mail.id() < now)
                    .onClose(() -> closeQuietly(lines));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The newest mails before this id, newest first. */
    List<StoredMail> before(long id, int limit) {
        long position = Math.min(id, end);
        int window = (int) Math.min(position, 512L * limit);
        byte[] bytes = readBefore(position, window);
        while (linesIn(bytes) <= limit && bytes.length < position && bytes.length < MAX_WINDOW) {
            bytes = readBefore(position, (int) Math.min(position, 4L * bytes.length));
        }
        List<StoredMail> mails = new ArrayList<>(limit);
        int lineEnd = bytes.length;
        for (int i = bytes.length - 2; i >= -1 && mails.size() < limit; i--) {
            boolean lineStart = i >= 0 ? bytes[i] == '\n' : bytes.length == position;
            if (lineStart && lineEnd > i + 1) {
                mails.add(parse(new String(bytes, i + 1, lineEnd - i - 1, StandardCharsets.US_ASCII)));
                lineEnd = i + 1;
            }
        }
        return mails;
    }

    private static int linesIn(byte[] bytes) {
        int lines = 0;
        for (byte b : bytes) {
            lines += b == '\n' ? 1 : 0;
        }
        return lines;
    }

    private byte[] readBefore(long position, int length) {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        try {
            while (bytes.hasRemaining()) {
                channel.read(bytes, position - length + bytes.position());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.array();
    }

    private static StoredMail parse(String line) {
        try {
            return JSON.readValue(line, StoredMail.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("The index of the sink has a line that is not its own", e);
        }
    }

    private static void closeQuietly(BufferedReader reader) {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
