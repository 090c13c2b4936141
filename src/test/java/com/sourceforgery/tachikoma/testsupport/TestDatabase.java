package com.sourceforgery.tachikoma.testsupport;

import static org.awaitility.Awaitility.await;

import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** The application's database in the hands of a test. */
public final class TestDatabase extends JdbcTemplate {
    public TestDatabase(DataSource dataSource) {
        super(dataSource);
    }

    /**
     * How many rows there are.
     *
     * @param from a table, and what follows it in the statement
     */
    public long count(String from, Object... values) {
        return queryForObject("select count(*) from " + from, Long.class, values);
    }

    /** Waits until a table is empty. */
    public void awaitEmpty(String table) {
        await().until(() -> count(table) == 0);
    }

    /** Texts of a column, or of what else a statement selects. */
    public List<String> texts(String statement, Object... values) {
        return queryForList(statement, String.class, values);
    }

    /** From now on {@code shop@example.com} sends a recipient nothing. */
    public void block(String recipient, String reason) {
        update(
                "insert into blocked_email (account_id, from_email, recipient, reason) "
                        + "select id, 'shop@example.com', ?, ? from account where mail_domain = ?",
                recipient,
                reason,
                Installation.DOMAIN);
    }

    /** Why a recipient is blocked, of each sender. */
    public List<String> blocked(String recipient) {
        return texts("select reason from blocked_email where recipient = ?", recipient);
    }
}
