package com.sourceforgery.tachikoma.component.maillog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a log is read from after a restart. Always whole: replaced, never written over. */
final class PositionFile {
    private static final Logger LOG = LoggerFactory.getLogger(PositionFile.class);

    private final Path file;
    private LogPosition saved;

    PositionFile(Path file) {
        this.file = file;
    }

    /** Nothing before the first save, and when the file cannot be understood: repeated reports do no harm, gaps do. */
    Optional<LogPosition> load() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            saved = LogPosition.parse(Files.readString(file));
            return Optional.of(saved);
        } catch (IllegalArgumentException e) {
            LOG.warn("{} holds {}; the log is read from its beginning", file, e.getMessage());
            return Optional.empty();
        }
    }

    void save(LogPosition position) throws IOException {
        if (position == null || position.equals(saved)) {
            return;
        }
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            channel.write(ByteBuffer.wrap((position + "\n").getBytes(StandardCharsets.US_ASCII)));
            channel.force(false);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        saved = position;
    }
}
