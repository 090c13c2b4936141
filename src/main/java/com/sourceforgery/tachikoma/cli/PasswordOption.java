package com.sourceforgery.tachikoma.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** A password that stays out of the list of processes and of the shell's history. */
final class PasswordOption {
    @Option(names = "--password", interactive = true, description = "Password; it is asked for.")
    private char[] typed;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "File whose first line is the password; - is standard input.")
    private Path file;

    /** The password, or null when none is given. */
    String value() {
        if (file == null) {
            return typed == null ? null : new String(typed);
        }
        try {
            byte[] content = file.toString().equals("-") ? System.in.readAllBytes() : Files.readAllBytes(file);
            return new String(content, StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            throw new CommandFailure("The file " + file + " cannot be read.");
        }
    }
}
