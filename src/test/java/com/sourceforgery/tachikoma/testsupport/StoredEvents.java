package com.sourceforgery.tachikoma.testsupport;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Mails and events that are there without having been sent: written to the database as the stages write them. */
public final class StoredEvents {
    private final JdbcTemplate database;

    public StoredEvents(DataSource dataSource) {
        this.database = new JdbcTemplate(dataSource);
    }

    /** Writes in the transaction of a connection. */
    public static StoredEvents in(Connection connection) {
        return new StoredEvents(new SingleConnectionDataSource(connection, true));
    }

    /** A kind of event that a newer version may write and this one cannot tell. */
    public static String unheardOf(JdbcTemplate database) {
        database.execute("alter table email_event drop constraint if exists email_event_kind_check");
        return "UNHEARD_OF";
    }

    /** A mail of {@code example.com}; returns its id. */
    public long mail(String sender, String recipient, String... tags) {
        return mailOf(Installation.DOMAIN, sender, recipient, tags);
    }

    public long mailOf(String mailDomain, String sender, String recipient, String... tags) {
        long account = database.queryForObject("select id from account where mail_domain = ?", Long.class, mailDomain);
        long request = database.queryForObject(
                "insert into send_request (account_id, user_id, from_email, tags, subject, size_bytes, body)"
                        + " values (?, 1, ?, ?, ?, 1, '') returning id",
                Long.class,
                account,
                sender,
                tags,
                "About " + String.join(", ", tags));
        return database.queryForObject(
                "insert into email (account_id, request_id, auto_mail_id, mail_month, recipient, metadata, sender, tags)"
                        + " values (?, ?, ?, date_trunc('month', now() at time zone 'UTC'), ?, '{\"order\": \"17\"}',"
                        + " lower(?), nullif(?::text[], '{}')) returning id",
                Long.class,
                account,
                request,
                UUID.randomUUID(),
                recipient,
                sender,
                tags);
    }

    /** An event of now; returns its id. */
    public long event(long mail, String kind) {
        return event(mail, kind, "0 seconds", "{}");
    }

    /** Opens of a mail, now; returns the events' ids. */
    public List<Long> opens(long mail, int count) {
        return Stream.generate(() -> event(mail, "OPENED")).limit(count).toList();
    }

    /**
     * An event of the past.
     *
     * @param age for example {@code 8 days}
     * @param detail JSON
     */
    public long event(long mail, String kind, String age, String detail) {
        return database.queryForObject(
                "with told as (insert into email_event (mail_month, email_id, account_id, cause, kind, occurred_at, detail)"
                        + " select mail_month, id, account_id, ?, ?, now() - ?::interval, ?::jsonb from email where id = ?"
                        + " returning id, mail_month)"
                        + " insert into event_outbox (event_id, mail_month) select id, mail_month from told returning event_id",
                Long.class,
                UUID.randomUUID().toString(),
                kind,
                age,
                detail,
                mail);
    }

    /** A recipient is blocked for a sender of {@code example.com}, or unblocked; returns the event's id. */
    public long addressEvent(String sender, String recipient, String oldReason, String newReason) {
        return database.queryForObject(
                "with told as (insert into address_event (account_id, from_email, recipient, old_reason, new_reason)"
                        + " select id, ?, ?, ?, ? from account where mail_domain = ? returning id)"
                        + " insert into event_outbox (event_id) select id from told returning event_id",
                Long.class,
                sender,
                recipient,
                oldReason,
                newReason,
                Installation.DOMAIN);
    }

    /** Gives the connection's transaction its place in the order of events. */
    public static void begin(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        new JdbcTemplate(new SingleConnectionDataSource(connection, true))
                .queryForObject("select pg_current_xact_id()::text", String.class);
    }
}
