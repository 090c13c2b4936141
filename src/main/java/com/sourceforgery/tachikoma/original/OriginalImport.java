package com.sourceforgery.tachikoma.original;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sourceforgery.tachikoma.database.Statements;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.sql.DataSource;

/**
 * Copies settings of accounts, users, blocks and incoming addresses from the original's database. What is there already stays as it
 * is, so that it can be run again, for example once more after the original has stopped.
 */
public final class OriginalImport {
    private static final int GROUP = 1000;
    private static final String MISSING_ACCOUNT =
            " has no account here: add it to MAIL_DOMAINS, start the webserver, and run this again.";
    private static final String TAKEN_USER = ": left out, another user here has its login or token.";

    /**
     * What became of the rows of one table.
     *
     * @param read rows that the original has
     * @param made rows that were made here, of accounts those that got a base URL; the others were here already, or are
     *     among the remarks
     */
    public record Count(String what, int read, int made) {}

    private final OriginalDatabase original;
    private final Statements statements;
    private final Consumer<String> remarks;

    /** @param remarks gets a sentence for each row that could not be taken over as it was */
    public OriginalImport(OriginalDatabase original, DataSource target, Consumer<String> remarks) {
        this.original = original;
        this.statements = new Statements(target);
        this.remarks = remarks;
    }

    /** @param key the original's {@code DATABASE_ENCRYPTION_KEY}; without it users come without their tokens */
    public List<Count> run(Optional<String> key) {
        Map<String, String> tokens = key.map(original::tokenHashes).orElse(Map.of());
        OriginalRows rows = new OriginalRows(tokens, remarks);
        return List.of(
                copy("accounts", original::readAccounts, "import-store-accounts", rows::account, MISSING_ACCOUNT),
                copy("users", original::readUsers, "import-store-users", rows::user, TAKEN_USER),
                copy("blocks", original::readBlocks, "import-store-blocks", rows::block, ""),
                copy("addresses", original::readAddresses, "import-store-addresses", rows::domain, ""));
    }

    private interface Source {
        void read(Consumer<ObjectNode> reader);
    }

    private Count copy(
            String what, Source source, String statement, Predicate<ObjectNode> usable, String remarkWhenNotHere) {
        int[] counts = new int[2];
        List<ObjectNode> group = new ArrayList<>();
        source.read(row -> {
            counts[0]++;
            if (usable.test(row)) {
                group.add(row);
            }
            if (group.size() == GROUP) {
                counts[1] += store(statement, group, remarkWhenNotHere);
            }
        });
        counts[1] += store(statement, group, remarkWhenNotHere);
        return new Count(what, counts[0], counts[1]);
    }

    private int store(String statement, List<ObjectNode> group, String remarkWhenNotHere) {
        int made = 0;
        for (Map<String, Object> row : statements.query(statement, Map.of("rows", group.toString()))) {
            if (Boolean.TRUE.equals(row.get("made"))) {
                made++;
            } else if (Boolean.FALSE.equals(row.get("here"))) {
                remarks.accept(row.get("name") + remarkWhenNotHere);
            }
        }
        group.clear();
        return made;
    }
}
