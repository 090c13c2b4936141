package com.sourceforgery.tachikoma.node;

import com.sourceforgery.tachikoma.component.maillog.LineReader;
import com.sourceforgery.tachikoma.config.SettingException;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal on disk: entries appended to one file after another. Writing and {@linkplain #sync flushing} are apart, and
 * one flush serves all who wait for it at that moment, so that the disk sets the pace and not the number of mails.
 */
final class JournalFiles implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(JournalFiles.class);
    private static final int OFFSET_BITS = 32;

    /** Called for each entry that an earlier process left, in the order of writing. */
    interface Visitor {
        void visit(JournalEntry entry, long location);
    }

    private final Path folder;
    private final long fileBytes;
    private final FileChannel lock;
    private final NavigableSet<Integer> numbers = new TreeSet<>();
    private final Object flushing = new Object();

    // Not a FileChannel, which an interrupt of one thread would close for all.
    private RandomAccessFile newest;
    private long written;
    private long flushed;
    private long flushes;

    /**
     * @param fileBytes size at which a new file is begun
     * @throws SettingException when another node uses the folder
     */
    JournalFiles(Path folder, long fileBytes, Visitor visitor) throws IOException {
        this.folder = folder;
        this.fileBytes = fileBytes;
        this.lock = lock();
        findNumbers();
        long whole = 0;
        for (int number : numbers) {
            whole = replay(number, visitor);
        }
        open(numbers.isEmpty() ? 1 : numbers.last(), whole);
    }

    private FileChannel lock() throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve("journal.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            LOG.debug("The lock is held in this very process", e);
        }
        channel.close();
        throw new SettingException("TACHIKOMA_STATE names the folder " + folder + ", which another node is using.");
    }

    private void findNumbers() throws IOException {
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder, "journal-*.log")) {
            for (Path path : paths) {
                numbers.add(Integer.parseInt(path.getFileName().toString().replaceAll("\\D", "")));
            }
        }
    }

    private Path path(int number) {
        return folder.resolve(String.format("journal-%09d.log", number));
    }

    private long replay(int number, Visitor visitor) throws IOException {
        long whole = 0;
        try (LineReader lines = new LineReader(Files.newInputStream(path(number)), 0)) {
            long start = 0;
            for (String line = lines.next(); line != null; line = lines.next()) {
                Optional<JournalEntry> entry = JournalEntry.parse(line);
                if (entry.isPresent()) {
                    visitor.visit(entry.get(), location(number, start));
                    whole = lines.offset();
                }
                start = lines.offset();
            }
        }
        return whole;
    }

    private void open(int number, long whole) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path(number).toFile(), "rw");
        if (file.length() > whole) {
            // A crash left half an entry. It was never flushed, so nobody has relied on it.
            LOG.warn("{} ends in {} bytes that are no entry, cut off", path(number), file.length() - whole);
            file.setLength(whole);
        }
        file.seek(whole);
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
        numbers.add(number);
        newest = file;
    }

    /**
     * Writes an entry; it survives a crash of the process from now on, one of the machine after {@link #sync}.
     *
     * @return its location, for {@link #read}
     */
    synchronized long append(JournalEntry entry) throws IOException {
        if (newest.getFilePointer() >= fileBytes) {
            newest.getFD().sync();
            newest.close();
            open(numbers.last() + 1, 0);
        }
        long location = location(numbers.last(), newest.getFilePointer());
        newest.write(entry.toLine().getBytes(StandardCharsets.UTF_8));
        written++;
        return location;
    }

    /** Returns once everything appended before the call is on the disk. */
    void sync() throws IOException {
        long mine = appended();
        synchronized (flushing) {
            if (flushed >= mine) {
                return;
            }
            RandomAccessFile file;
            long all;
            synchronized (this) {
                file = newest;
                all = written;
            }
            flush(file);
            flushed = all;
            flushes++;
        }
    }

    private synchronized long appended() {
        return written;
    }

    // A file that was left for a newer one was flushed then.
    private void flush(RandomAccessFile file) throws IOException {
        try {
            file.getFD().sync();
        } catch (IOException e) {
            if (file.getFD().valid()) {
                throw e;
            }
        }
    }

    /** The entry, unless its file has been deleted. */
    Optional<JournalEntry> read(long location) throws IOException {
        Path path = path(number(location));
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        long offset = location & (1L << OFFSET_BITS) - 1;
        try (LineReader lines = new LineReader(Files.newInputStream(path), offset)) {
            return Optional.ofNullable(lines.next()).flatMap(JournalEntry::parse);
        }
    }

    /** How many times the disk was flushed for {@link #sync}. */
    long flushes() {
        synchronized (flushing) {
            return flushes;
        }
    }

    synchronized int oldest() {
        return numbers.first();
    }

    synchronized int newest() {
        return numbers.last();
    }

    /** When the file was last written, in milliseconds. */
    long modified(int number) throws IOException {
        return Files.getLastModifiedTime(path(number)).toMillis();
    }

    synchronized void deleteOldest() throws IOException {
        Files.delete(path(numbers.pollFirst()));
    }

    /** The number of the file that holds the location. */
    static int number(long location) {
        return (int) (location >>> OFFSET_BITS);
    }

    private static long location(int number, long offset) {
        return (long) number << OFFSET_BITS | offset;
    }

    @Override
    public synchronized void close() throws IOException {
        newest.close();
        lock.close();
    }
}
