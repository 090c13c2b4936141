package com.sourceforgery.tachikoma.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.springframework.jdbc.core.ColumnMapRowMapper;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/**
 * Runs statements of {@code camel/sql/} outside of routes: at start and in commands. The same files, with the same
 * parameters ({@code :#name}), that {@code sql:} endpoints name.
 */
public final class Statements {
    private final NamedParameterJdbcTemplate jdbc;

    public Statements(DataSource dataSource) {
        jdbc = new NamedParameterJdbcTemplate(dataSource);
    }

    /** Rows of a query, or of a statement that returns rows. */
    public List<Map<String, Object>> query(String name, Map<String, ?> parameters) {
        return jdbc.queryForList(text(name), parameters);
    }

    /** Hands the rows of a query to a reader as they come; on a connection without auto-commit, a thousand at a time. */
    public void stream(String name, Map<String, ?> parameters, Consumer<Map<String, Object>> reader) {
        ColumnMapRowMapper mapper = new ColumnMapRowMapper();
        jdbc.getJdbcTemplate().setFetchSize(1000);
        jdbc.query(text(name), parameters, (RowCallbackHandler) row -> reader.accept(mapper.mapRow(row, row.getRow())));
    }

    private static String text(String name) {
        String path = "camel/sql/" + name + ".sql";
        try (InputStream in = Statements.class.getClassLoader().getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalArgumentException("No statement " + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll(":#(\\w+)", ":$1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
