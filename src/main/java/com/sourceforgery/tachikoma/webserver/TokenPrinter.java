package com.sourceforgery.tachikoma.webserver;

import com.sourceforgery.tachikoma.account.AccountSetup.NewToken;
import com.sourceforgery.tachikoma.config.SettingException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/** Shows new tokens once: in {@code TACHIKOMA_TOKEN_FILE}, readable by its owner alone, or on standard output. */
final class TokenPrinter {
    private final Optional<Path> file;
    private final PrintStream out;

    TokenPrinter(Optional<Path> file, PrintStream out) {
        this.file = file;
        this.out = out;
    }

    /** A line {@code <mail domain> <role> <token>} for each. */
    void show(List<NewToken> tokens) {
        List<String> lines = tokens.stream()
                .map(token -> token.mailDomain() + " " + token.role() + " " + token.token())
                .toList();
        if (file.isEmpty()) {
            out.println("New tokens, shown this once:");
            lines.forEach(out::println);
            out.flush();
            return;
        }
        try {
            if (!Files.exists(file.get())) {
                Files.createFile(
                        file.get(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Files.write(file.get(), lines, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new SettingException(
                    "TACHIKOMA_TOKEN_FILE names the file " + file.get() + ", which cannot be written.");
        }
    }
}
