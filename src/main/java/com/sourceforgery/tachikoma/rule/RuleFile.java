package com.sourceforgery.tachikoma.rule;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A file of rules as it is.
 *
 * @param source the name that its faults are told with
 * @param hash first 8 hex digits of its SHA-256
 */
public record RuleFile(String source, String text, String hash) {

    /**
     * @param name in the class path, where a file in {@code TACHIKOMA_HOME} wins over the installed one
     * @throws RuleFaults when it is not UTF-8
     */
    public static RuleFile inForce(String name) {
        URL resource = RuleFile.class.getClassLoader().getResource(name);
        if (resource == null) {
            throw new IllegalStateException("There is no " + name + " in the class path.");
        }
        try (InputStream in = resource.openStream()) {
            String source = resource.getProtocol().equals("file")
                    ? Path.of(resource.toURI()).toString()
                    : name;
            return of(source, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * @throws RuleFaults when it is not UTF-8
     * @throws UncheckedIOException when it cannot be read
     */
    public static RuleFile of(Path file) {
        try {
            return of(file.toString(), Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RuleFile of(String source, byte[] file) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(file))
                    .toString();
            return new RuleFile(source, text, hash(file));
        } catch (CharacterCodingException e) {
            throw new RuleFaults(source, List.of(new RuleFaults.Fault(1, "The file is not UTF-8.")));
        }
    }

    private static String hash(byte[] file) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(file);
            return HexFormat.of().formatHex(sum, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
