package com.sourceforgery.tachikoma.component.maillog;

import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A log file, plain or compressed, known by its content: time and host and queue id in its first line are found in no other
 * file. So it is the same file under another name, inode or compression.
 *
 * @param identity hash of the first line
 * @param modified when it was last written, in milliseconds; compression keeps it
 */
record LogFile(Path path, String identity, long modified) {
    private static final int FIRST_LINE_BYTES = 1024;
    private static final int MOST_LOOKS = 20;

    boolean isCompressed() {
        return path.toString().endsWith(".gz");
    }

    LogPosition start() {
        return new LogPosition(identity, 0, modified);
    }

    /** The file, or nothing when it is not there or its first line is not complete yet. */
    static Optional<LogFile> at(Path path) throws IOException {
        try (InputStream in = open(path)) {
            long modified = Files.getLastModifiedTime(path).toMillis();
            return identityOf(in).map(identity -> new LogFile(path, identity, modified));
        } catch (NoSuchFileException | EOFException | ZipException e) {
            return Optional.empty();
        }
    }

    /**
     * The files into which the log was rotated, then the log itself: as far as they have a first line, oldest first.
     *
     * @throws IOException when files come and go all the time; a later look may do
     */
    static List<LogFile> trail(Path log) throws IOException {
        Map<Path, Object> files = files(log);
        for (int look = 0; look < MOST_LOOKS; look++) {
            List<LogFile> trail = trail(log, files.keySet());
            Map<Path, Object> since = files(log);
            if (since.equals(files)) {
                return trail;
            }
            // A file was renamed or compressed meanwhile and may have been missed under both names.
            files = since;
        }
        throw new IOException("the files of " + log + " change all the time");
    }

    private static List<LogFile> trail(Path log, Set<Path> files) throws IOException {
        List<LogFile> rotated = new ArrayList<>();
        for (Path file : files) {
            if (!file.equals(log)) {
                at(file).ifPresent(rotated::add);
            }
        }
        // While a file is being compressed it is there twice: the plain one is complete.
        rotated.sort(Comparator.comparingLong(LogFile::modified).thenComparing(LogFile::isCompressed));
        List<LogFile> trail = new ArrayList<>();
        for (LogFile file : rotated) {
            if (trail.stream().noneMatch(earlier -> earlier.identity().equals(file.identity()))) {
                trail.add(file);
            }
        }
        at(log).ifPresent(trail::add);
        return trail;
    }

    /** The log and what it was rotated into, each with its inode. */
    private static Map<Path, Object> files(Path log) throws IOException {
        Map<Path, Object> files = new HashMap<>();
        String name = log.getFileName().toString();
        try (DirectoryStream<Path> siblings =
                Files.newDirectoryStream(log.toAbsolutePath().getParent())) {
            for (Path sibling : siblings) {
                String other = sibling.getFileName().toString();
                if (other.equals(name)) {
                    files.put(log, keyOf(log));
                } else if (other.startsWith(name + ".") || other.startsWith(name + "-")) {
                    files.put(sibling, keyOf(sibling));
                }
            }
        }
        return files;
    }

    /** Tells a file from another one that takes its name; empty when it is gone. */
    static Object keyOf(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    /** From the beginning, uncompressed. */
    InputStream open() throws IOException {
        return open(path);
    }

    private static InputStream open(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString());
        }
        InputStream file = new FileInputStream(path.toFile());
        try {
            return path.toString().endsWith(".gz") ? new GZIPInputStream(file, 1 << 16) : file;
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private static Optional<String> identityOf(InputStream in) throws IOException {
        byte[] head = in.readNBytes(FIRST_LINE_BYTES);
        int length = 0;
        while (length < head.length && head[length] != '\n') {
            length++;
        }
        if (length == head.length && length < FIRST_LINE_BYTES) {
            return Optional.empty();
        }
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(head, 0, length);
            return Optional.of(HexFormat.of().formatHex(sha.digest(), 0, 8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
