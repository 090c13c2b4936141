package com.sourceforgery.tachikoma.cli;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/** A file of replies, a line each, or of one mail; in whatever encoding, since servers write in several. */
final class GivenFile {
    private static final int HEADER_BYTES = 16_384;
    /** A program's name and a colon begin a reply, too: only what mails have counts. */
    private static final Pattern FIELD =
            Pattern.compile("(?i)(?:From|To|Sender|Reply-To|Received|Return-Path|Delivered-To|Date|Subject|Message-ID|"
                    + "Auto-Submitted|MIME-Version|Content-[a-z-]+|X-[a-z0-9-]+):.*");

    private final Path path;

    GivenFile(Path path) {
        this.path = path;
    }

    /** Whether one of its first lines, up to an empty one, is a field of a mail's header. */
    boolean isMail() {
        return read(in -> header(in.readNBytes(HEADER_BYTES)));
    }

    private static boolean header(byte[] beginning) {
        return lines(new ByteArrayInputStream(beginning))
                .lines()
                .takeWhile(line -> !line.isBlank())
                .anyMatch(line -> FIELD.matcher(line).matches());
    }

    <T> T mail(Function<InputStream, T> reader) {
        return read(reader::apply);
    }

    void replies(Consumer<String> reader) {
        read(in -> {
            BufferedReader lines = lines(in);
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                reader.accept(decoded(line));
            }
            return null;
        });
    }

    private static BufferedReader lines(InputStream in) {
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1));
    }

    private static String decoded(String latin1) {
        String utf8 = new String(latin1.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        return utf8.indexOf('\uFFFD') < 0 ? utf8 : latin1;
    }

    private interface Reader<T> {
        T read(InputStream in) throws IOException;
    }

    private <T> T read(Reader<T> reader) {
        try (InputStream in = Files.newInputStream(path)) {
            return reader.read(in);
        } catch (IOException | UncheckedIOException e) {
            throw new CommandFailure(path + " cannot be read: " + e + ".");
        }
    }
}
