package com.sourceforgery.tachikoma.cli;

import com.sourceforgery.tachikoma.rule.RuleFaults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The rules that a command works with; what is wrong with them is what its user is told. */
final class RulesFile {
    private RulesFile() {}

    /** Whether it is a file of rules about mails to bounce addresses, and not about replies. */
    static boolean isOfNotices(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.anyMatch(line -> line.startsWith("formats:"));
        } catch (IOException | UncheckedIOException e) {
            throw new CommandFailure("The rules cannot be read: " + e + ".");
        }
    }

    /** @throws CommandFailure with a line for each fault */
    static <T> T open(Supplier<T> rules) {
        try {
            return rules.get();
        } catch (RuleFaults e) {
            int faults = e.faults().size();
            throw new CommandFailure(
                    e.getMessage() + System.lineSeparator() + faults + (faults == 1 ? " fault." : " faults."));
        } catch (UncheckedIOException e) {
            throw new CommandFailure("The rules cannot be read: " + e.getCause() + ".");
        }
    }
}
