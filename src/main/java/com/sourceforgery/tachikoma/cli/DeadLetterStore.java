package com.sourceforgery.tachikoma.cli;

import com.sourceforgery.tachikoma.config.Settings;
import com.sourceforgery.tachikoma.database.SqlUrl;
import com.sourceforgery.tachikoma.database.Statements;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The dead letters of the database that {@code SQL_URL} names; its failures are {@link CommandFailure}s. */
final class DeadLetterStore {
    private final Statements statements;
    private final SqlUrl url;

    private DeadLetterStore(SqlUrl url) {
        this.url = url;
        statements = new Statements(new DriverManagerDataSource(url.jdbcUrl(), url.user(), url.password()));
    }

    static DeadLetterStore open(Settings settings) {
        return new DeadLetterStore(SqlUrl.parse(
                settings.require("SQL_URL", "where PostgreSQL is, postgres://user:password@host:5432/db")));
    }

    /** Without their content, newest first; those of a stage, or of all when it is null. */
    List<Map<String, Object>> list(String stage, int limit) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("stage", stage);
        parameters.put("limit", limit);
        return asked(() -> statements.query("deadletter-list", parameters));
    }

    /** With their content. */
    List<Map<String, Object>> find(Long... ids) {
        return asked(() -> statements.query("deadletter-find", Map.of("ids", ids)));
    }

    /** Asks the webservers to do the work again; returns the ids of those that are there. */
    List<Long> requestRetry(LetterSelection selection) {
        return ids("deadletter-request", selection);
    }

    /** Returns the ids of those that were there. */
    List<Long> drop(LetterSelection selection) {
        return ids("deadletter-drop", selection);
    }

    private List<Long> ids(String statement, LetterSelection selection) {
        return asked(() -> statements.query(statement, selection.parameters())).stream()
                .map(row -> ((Number) row.get("id")).longValue())
                .toList();
    }

    private <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (DataAccessException e) {
            throw new CommandFailure("The database at " + url + " did not answer: "
                    + e.getMostSpecificCause().getMessage().strip());
        }
    }
}
