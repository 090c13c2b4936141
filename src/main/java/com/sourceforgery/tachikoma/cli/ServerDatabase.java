package com.sourceforgery.tachikoma.cli;

import com.sourceforgery.tachikoma.config.Settings;
import com.sourceforgery.tachikoma.database.Database;
import com.sourceforgery.tachikoma.database.SqlUrl;
import com.sourceforgery.tachikoma.database.Statements;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
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
        return asked(() -> new Statements(direct()).query(statement, parameters), "");
    }

    private DataSource direct() {
        return new DriverManagerDataSource(url.jdbcUrl(), url.user(), url.password());
    }

    /**
     * Work of several statements, over one connection. A database that is away is told at once: a pool would wait for it.
     *
     * @param undone what is to be said when it ends half way, a sentence
     */
    <T> T work(Function<DataSource, T> work, String undone) {
        return asked(
                () -> {
                    new JdbcTemplate(direct()).execute("select 1");
                    try (HikariDataSource database = Database.open(url, 1)) {
                        return work.apply(database);
                    }
                },
                undone);
    }

    private <T> T asked(Supplier<T> question, String undone) {
        try {
            return question.get();
        } catch (DataAccessException | PoolInitializationException e) {
            String cause =
                    NestedExceptionUtils.getMostSpecificCause(e).getMessage().strip();
            throw new CommandFailure(
                    "The database at " + url + " did not answer: " + cause + (undone.isEmpty() ? "" : ". " + undone));
        }
    }
}
