package com.sourceforgery.tachikoma.sink;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A mail that is being received: its first 64 kB in memory, the rest in a temporary file, so that slow clients with
 * large mails hold neither memory nor the store.
 */
final class Spool implements AutoCloseable {
    /** Temporary files begin with this; those of a crashed sink may be deleted. */
    static final String FILE_PREFIX = "receiving-";

    /** Not by Jakarta Mail's parser, which searches the class path for services at each header. */
    private static final Pattern MESSAGE_ID =
            Pattern.compile("^Message-ID:\\s*(\\S+)", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

    private static final int IN_MEMORY = 64 * 1024;

    private final byte[] head;
    private final Path rest;
    private final long size;
    private final String sha256;

    private Spool(byte[] head, Path rest, long size, String sha256) {
        this.head = head;
        this.rest = rest;
        this.size = size;
        this.sha256 = sha256;
    }

    /**
     * Reads a mail to its end.
     *
     * @param folder where the temporary file goes when one is needed
     */
    static Spool read(InputStream mail, Path folder) throws IOException {
        DigestInputStream digested = new DigestInputStream(mail, newSha256());
        byte[] head = digested.readNBytes(IN_MEMORY);
        Path rest = null;
        long size = head.length;
        if (head.length == IN_MEMORY) {
            rest = Files.createTempFile(folder, FILE_PREFIX, ".tmp");
            try {
                size += Files.copy(digested, rest, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                Files.delete(rest);
                throw e;
            }
        }
        return new Spool(
                head,
                rest,
                size,
                HexFormat.of().formatHex(digested.getMessageDigest().digest()));
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    long size() {
        return size;
    }

    String sha256() {
        return sha256;
    }

    /** Message-ID with its brackets; empty when there is none. */
    String messageId() {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        int headerEnd = text.indexOf("\r\n\r\n");
        Matcher field = MESSAGE_ID.matcher(headerEnd < 0 ? text : text.substring(0, headerEnd));
        return field.find() ? field.group(1) : "";
    }

    /** Appends all bytes at this position. */
    void writeTo(FileChannel target, long position) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(head);
        long next = position;
        while (bytes.hasRemaining()) {
            next += target.write(bytes, next);
        }
        if (rest != null) {
            try (FileChannel source = FileChannel.open(rest)) {
                target.transferFrom(source, next, source.size());
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (rest != null) {
            Files.deleteIfExists(rest);
        }
    }
}
