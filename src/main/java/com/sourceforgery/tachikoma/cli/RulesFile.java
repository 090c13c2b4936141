package com.sourceforgery.tachikoma.cli;

import com.sourceforgery.tachikoma.reply.ReplyRules;
import com.sourceforgery.tachikoma.reply.RuleFaults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
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

    /** @throws CommandFailure with a line for each fault, when there is one */
    static void fail(String source, List<String> faults) {
        if (!faults.isEmpty()) {
            throw new CommandFailure(faults.stream()
                            .map(fault -> source + ": " + fault)
                            .collect(Collectors.joining(System.lineSeparator()))
                    + System.lineSeparator()
                    + faults.size()
                    + (faults.size() == 1 ? " fault." : " faults."));
        }
    }

    /**
     * @param file null: the rules in force
     * @param thorough whether those in force are checked more than a webserver checks them
     * @throws CommandFailure with a line for each fault
     */
    static ReplyRules open(Path file, boolean thorough) {
        try {
            if (file != null) {
                return ReplyRules.read(file);
            }
            return thorough ? ReplyRules.packagedAndChecked() : ReplyRules.packaged();
        } catch (RuleFaults e) {
            int faults = e.faults().size();
            throw new CommandFailure(
                    e.getMessage() + System.lineSeparator() + faults + (faults == 1 ? " fault." : " faults."));
        } catch (UncheckedIOException e) {
            throw new CommandFailure("The rules cannot be read: " + e.getCause() + ".");
        }
    }
}
