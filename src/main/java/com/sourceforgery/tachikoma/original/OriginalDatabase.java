package com.sourceforgery.tachikoma.original;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sourceforgery.tachikoma.database.SqlUrl;
import com.sourceforgery.tachikoma.database.Statements;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The database of Tachikoma 1.0, read as it is: each row with the columns that its version has. */
public final class OriginalDatabase implements AutoCloseable {
    private final SingleConnectionDataSource connection;
    private final Statements statements;
    private final ObjectMapper json = new ObjectMapper();

    public OriginalDatabase(SqlUrl url) {
        connection = new SingleConnectionDataSource(url.jdbcUrl(), url.user(), url.password(), true);
        connection.setAutoCommit(false); // else the driver would read a whole table at once
        statements = new Statements((DataSource) connection);
    }

    void readAccounts(Consumer<ObjectNode> reader) {
        read("import-read-accounts", reader);
    }

    void readUsers(Consumer<ObjectNode> reader) {
        read("import-read-users", reader);
    }

    void readBlocks(Consumer<ObjectNode> reader) {
        read("import-read-blocks", reader);
    }

    void readAddresses(Consumer<ObjectNode> reader) {
        read("import-read-addresses", reader);
    }

    /**
     * SHA-256 of the users' tokens in hexadecimal, by the id of the user.
     *
     * @param key the original's {@code DATABASE_ENCRYPTION_KEY}
     */
    Map<String, String> tokenHashes(String key) {
        Map<String, String> hashes = new HashMap<>();
        statements.stream(
                "import-read-tokens",
                Map.of("key", key),
                row -> hashes.put(row.get("id").toString(), (String) row.get("token_hash")));
        return hashes;
    }

    private void read(String statement, Consumer<ObjectNode> reader) {
        statements.stream(statement, Map.of(), row -> reader.accept(parse((String) row.get("original"))));
    }

    private ObjectNode parse(String row) {
        try {
            return (ObjectNode) json.readTree(row);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        connection.destroy();
    }
}
