package com.sourceforgery.tachikoma.cli;

import com.sourceforgery.tachikoma.config.Settings;
import com.sourceforgery.tachikoma.database.Database;
import com.sourceforgery.tachikoma.database.SqlUrl;
import com.sourceforgery.tachikoma.original.OriginalDatabase;
import com.sourceforgery.tachikoma.original.OriginalImport;
import com.sourceforgery.tachikoma.original.OriginalImport.Count;
import com.zaxxer.hikari.HikariDataSource;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.springframework.dao.DataAccessException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tachikoma import}. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Copy users, the block list, addresses and base URLs from the database of Tachikoma 1.0.",
            "",
            "The database that SQL_URL names gets what it does not have yet; what it has stays. Run it again as often as you "
                    + "like, the last time when the original has stopped."
        },
        footer = {
            "",
            "  export SQL_URL=postgres://tachikoma:secret@db.example.com/tachikoma2",
            "  export DATABASE_ENCRYPTION_KEY=...   # the original's, so that its tokens go on working",
            "  tachikoma import --from postgres://tachikoma:secret@db.example.com/tachikoma"
        })
public final class ImportCommand implements Callable<Integer> {
    @Option(
            names = "--from",
            paramLabel = "URL",
            required = true,
            description = "The original's database, postgres://user:password@host:5432/db.")
    private String from;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Settings settings = Settings.ofProcess();
        SqlUrl target = SqlUrl.of(settings);
        Optional<String> key = settings.find("DATABASE_ENCRYPTION_KEY");
        PrintWriter out = spec.commandLine().getOut();
        try (OriginalDatabase original = new OriginalDatabase(SqlUrl.parse(from));
                HikariDataSource database = Database.open(target, 1)) {
            Database.migrate(database);
            if (key.isEmpty()) {
                out.println("Without DATABASE_ENCRYPTION_KEY, that of the original, users come without their tokens.");
            }
            for (Count count : new OriginalImport(original, database, out::println).run(key)) {
                out.printf("%-10s %6d read, %6d made%n", count.what(), count.read(), count.made());
            }
            return 0;
        } catch (DataAccessException e) {
            throw new CommandFailure("The import stopped: "
                    + e.getMostSpecificCause()
                            .getMessage()
                            .strip()
                            .lines()
                            .findFirst()
                            .orElse("")
                    + ". What was made stays; run it again.");
        }
    }
}
