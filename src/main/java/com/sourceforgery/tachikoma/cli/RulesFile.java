package com.sourceforgery.tachikoma.cli;

import com.sourceforgery.tachikoma.reply.ReplyRules;
import com.sourceforgery.tachikoma.reply.RuleFaults;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The rules that a command works with; what is wrong with them is what its user is told. */
final class RulesFile {
    private RulesFile() {}

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
