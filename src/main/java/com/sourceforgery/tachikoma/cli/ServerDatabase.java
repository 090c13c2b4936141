package com.sourceforgery.tachikoma.cli;

import com.sourceforgery.tachikoma.config.Settings;
import com.sourceforgery.tachikoma.database.Database;
import com.sourceforgery.tachikoma.database.SqlUrl;
import com.sourceforgery.tachikoma.database.Statements;
import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The webserver's database, which {@code SQL_URL} names, as commands use it; its failures are {@link CommandFailure}s. */
final class ServerDatabase {
    private final SqlUrl url;

    private ServerDatabase(SqlUrl url) {
        this.url = url;
    }

    static ServerDatabase ofProcess() {
        return new ServerDatabase(SqlUrl.of(Settings.ofProcess()));
    }

    /** One of the statements of {@code camel/sql}. */
    List<Map<String, Object>> query(String statement, Map<String, Object> parameters) {
        DataSource database = new DriverManagerDataSource(url.jdbcUrl(), url.user(), url.password());
        return asked(() -> new Statements(database).query(statement, parameters), "");
    }

    /**
     * Work of several statements, over one connection.
     *
     * @param undone what is to be said when it ends half way, a sentence
     */
    <T> T work(Function<DataSource, T> work, String undone) {
        return asked(
                () -> {
                    try (HikariDataSource database = Database.open(url, 1)) {
                        return work.apply(database);
                    }
                },
                undone);
    }

    private <T> T asked(Supplier<T> question, String undone) {
        try {
            return question.get();
        } catch (DataAccessException e) {
            String cause = e.getMostSpecificCause().getMessage().strip();
            throw new CommandFailure(
                    "The database at " + url + " did not answer: " + cause + (undone.isEmpty() ? "" : ". " + undone));
        }
    }
}
