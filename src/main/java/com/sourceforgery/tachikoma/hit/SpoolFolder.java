package com.sourceforgery.tachikoma.hit;

import com.sourceforgery.tachikoma.config.SettingException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * One process's part of the spool: {@code <spool>/hits-<number>/}, held by a lock as long as the process lives. Processes on
 * one machine take different parts; one whose process is gone is taken over with the hits in it.
 */
final class SpoolFolder implements Closeable {
    private static final int MOST = 1000;

    private final Path folder;
    private final FileChannel lock;

    private SpoolFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * The first part that no process holds; made when there is none.
     *
     * @throws SettingException when the spool cannot be written
     */
    static SpoolFolder claim(Path spool) {
        try {
            for (int number = 0; number < MOST; number++) {
                Optional<SpoolFolder> part = tryToHold(Files.createDirectories(spool.resolve("hits-" + number)));
                if (part.isPresent()) {
                    return part.get();
                }
            }
            throw new SettingException(
                    "TACHIKOMA_SPOOL names the folder " + spool + ", which " + MOST + " webservers use.");
        } catch (IOException e) {
            throw new SettingException("TACHIKOMA_SPOOL names the folder " + spool + ", which cannot be written (" + e
                    + "): it keeps hits while the broker is away.");
        }
    }

    /** A part that a process has left with hits in it; the caller closes it when they are gone. */
    static Optional<SpoolFolder> adopt(Path spool) throws IOException {
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(spool, "hits-*")) {
            for (Path part : parts) {
                Optional<SpoolFolder> left = segments(part).isEmpty() ? Optional.empty() : tryToHold(part);
                if (left.isPresent()) {
                    return left;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<SpoolFolder> tryToHold(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return Optional.of(new SpoolFolder(folder, channel));
            }
        } catch (OverlappingFileLockException heldInThisProcess) {
            // the same as held by another one
        }
        channel.close();
        return Optional.empty();
    }

    /** Its files, oldest first. */
    List<Path> segments() throws IOException {
        return segments(folder);
    }

    private static List<Path> segments(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jsonl")) {
            TreeSet<Path> sorted = new TreeSet<>();
            files.forEach(sorted::add);
            return new ArrayList<>(sorted);
        }
    }

    /** A file for new hits, later than all there are; on the disk before it is used. */
    Path newSegment() throws IOException {
        List<Path> all = segments();
        long last = all.isEmpty() ? 0 : Long.parseLong(name(all.get(all.size() - 1)));
        Path segment = Files.createFile(folder.resolve(String.format("%09d.jsonl", last + 1)));
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
        return segment;
    }

    private static String name(Path segment) {
        return segment.getFileName().toString().replace(".jsonl", "");
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
