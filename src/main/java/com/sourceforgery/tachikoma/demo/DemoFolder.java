package com.sourceforgery.tachikoma.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the demo keeps its things.
 *
 * @param path absolute
 * @param temporary whether it is deleted when it is closed
 */
record DemoFolder(Path path, boolean temporary) implements AutoCloseable {
    /** This folder, made when missing; or for null a temporary one. */
    static DemoFolder open(Path kept) throws IOException {
        return kept == null
                ? new DemoFolder(Files.createTempDirectory("tachikoma-demo-"), true)
                : new DemoFolder(Files.createDirectories(kept.toAbsolutePath()), false);
    }

    @Override
    public void close() {
        if (temporary && Files.exists(path)) {
            try (Stream<Path> files = Files.walk(path)) {
                List<Path> deepestFirst =
                        files.sorted(Comparator.reverseOrder()).toList();
                for (Path file : deepestFirst) {
                    Files.deleteIfExists(file);
                }
            } catch (NoSuchFileException e) {
                return; // the other one who closes it was faster
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
