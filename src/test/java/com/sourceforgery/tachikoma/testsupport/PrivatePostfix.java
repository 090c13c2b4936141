package com.sourceforgery.tachikoma.testsupport;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** A Postfix of a test's own, set up as a node needs it; all its mail goes to one SMTP server of 127.0.0.1. */
public final class PrivatePostfix extends PrivateService {

    /** @param folder new, or that of an earlier one */
    public PrivatePostfix(Path folder) {
        super("postfix", folder);
    }

    /**
     * Makes and starts it.
     *
     * @param settings of main.cf, each {@code name=value}, beside those a node needs
     */
    public void start(int nextHopPort, String... settings) {
        run(
                "start",
                Stream.concat(Stream.of(Integer.toString(nextHopPort)), Stream.of(settings))
                        .toArray(String[]::new));
    }

    /** Where it takes mail: host and port. */
    public String smtp() {
        return address("smtp");
    }

    public Path log() {
        return folder().resolve("log/mail.log");
    }

    /** Whether the text is in its log, the rotated ones included. */
    public boolean hasLogged(String text) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(log().getParent())) {
            for (Path file : files) {
                if (read(file).contains(text)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Whether a mail is still in its queue, or may be: files of the queue moved while it was looked for. */
    public boolean hasInQueue(String queueId) throws IOException {
        for (String part : List.of("incoming", "active", "deferred", "hold")) {
            try (Stream<Path> files = Files.walk(folder().resolve("queue").resolve(part))) {
                if (files.anyMatch(file -> file.getFileName().toString().equals(queueId))) {
                    return true;
                }
            } catch (UncheckedIOException movedMeanwhile) {
                return true;
            }
        }
        return false;
    }

    private static String read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                InputStream text = file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Changes a setting of main.cf, from now on. */
    public void set(String setting, String value) {
        run("set", setting + "=" + value);
    }

    /** Rotates its log and compresses the old one at once, as {@code postfix logrotate} does. */
    public void rotateLog() {
        run("rotate");
    }
}
