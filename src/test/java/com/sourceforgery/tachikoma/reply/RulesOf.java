package com.sourceforgery.tachikoma.reply;

import com.sourceforgery.tachikoma.rule.RuleFaults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Rules and faults of small files. */
final class RulesOf {
    /** A whole file in which tests put text rules and codes of their own. */
    private static final String FILE = """
            version: "7"
            classes:
              delivered: {meaning: It was taken.}
              undetermined: {meaning: Nobody knows.}
              dead-address: {meaning: Nobody lives there., blocks: true}
              reputation: {meaning: It is about us., alarms: true}
              transient: {meaning: Later.}
            texts:
            %scodes:
              statuses:
            %s    - {status: [5.1.1], class: dead-address, sure: true}
                - {status: ["5.7.*"], class: reputation}
              replies:
                - {reply: ["553"], class: reputation}
              digits: {2: delivered, 4: transient, 5: undetermined}
            """;

    private RulesOf() {}

    /** @param texts text rules in YAML, not indented */
    static String file(String texts) {
        return file(texts, "");
    }

    /** @param statuses lines of the list by status, not indented */
    static String file(String texts, String statuses) {
        return FILE.formatted(texts.isEmpty() ? "  []\n" : texts.indent(2), statuses.indent(4));
    }

    static ReplyRules texts(String texts) {
        return of(file(texts));
    }

    static ReplyRules of(String yaml) {
        try {
            Path file = Files.createTempFile("rules", ".yaml");
            try {
                return ReplyRules.read(Files.writeString(file, yaml));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The sentences of a file's faults, each with its line before it. */
    static List<String> faults(String yaml) {
        try {
            of(yaml);
            return List.of();
        } catch (RuleFaults e) {
            return e.faults().stream()
                    .map(fault -> fault.line() + " " + fault.sentence())
                    .toList();
        }
    }
}
