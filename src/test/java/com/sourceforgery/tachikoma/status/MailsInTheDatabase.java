package com.sourceforgery.tachikoma.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sourceforgery.tachikoma.reply.ReplyRules;
import com.sourceforgery.tachikoma.testsupport.RealServices;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCallback;

/** Mails that are in the database alone, and the statements that routes run on what is told of them. */
final class MailsInTheDatabase {
    private final ObjectMapper json = new ObjectMapper();
    private final RealServices services;
    private final JdbcTemplate database;

    MailsInTheDatabase(RealServices services) {
        this.services = services;
        this.database = new JdbcTemplate(services.dataSource());
    }

    JdbcTemplate database() {
        return database;
    }

    /** Nothing but the account 1 and its one sender. */
    void empty() {
        database.execute("truncate account, send_request, email, outbox, mta_queue, early_status, email_event,"
                + " event_outbox, blocked_email, address_event, dead_letter, alarm restart identity cascade");
        database.update("insert into account (mail_domain) values ('example.com')");
    }

    /** A new mail of the account in the outbox; its id. */
    long mail(String recipient, String... blindCopies) {
        long request = insert(
                "insert into send_request (account_id, user_id, from_email, subject, size_bytes, body, bcc)"
                        + " values (1, 1, 'news@example.com', 'Hi', 1, '', ?) returning id",
                (Object) blindCopies);
        long mail = insert(
                "insert into email (account_id, request_id, auto_mail_id, mail_month, recipient, sender)"
                        + " values (1, ?, gen_random_uuid(), date_trunc('month', now()), ?, 'news@example.com') returning id",
                request,
                recipient);
        database.update(
                "insert into outbox (email_id, account_id, mail_month, lane, due_at, first_due_at)"
                        + " select id, 1, mail_month, 0, now(), now() from email where id = ?",
                mail);
        return mail;
    }

    /** Further mails of that one's request, to recipients of their own. */
    void alike(long mail, int count) {
        database.update(
                "insert into email (account_id, request_id, auto_mail_id, mail_month, recipient, sender)"
                        + " select 1, request_id, gen_random_uuid(), mail_month, 'r' || n || '@world.example', sender"
                        + " from email, generate_series(1, ?) n where id = ?",
                count,
                mail);
        database.update("insert into outbox (email_id, account_id, mail_month, lane, due_at, first_due_at)"
                + " select id, 1, mail_month, 0, now(), now() from email on conflict do nothing");
    }

    private long insert(String statement, Object... values) {
        return database.queryForObject(statement, Long.class, values);
    }

    /** Postfix has queued it, as Q and the mail's id. */
    void queued(long mail) {
        run("queued-store", List.of(queuedRow(mail, recipient(mail))));
    }

    Map<String, Object> queuedRow(long mail, String recipient) {
        return Map.of("account_id", 1, "email_id", mail, "queue_id", "Q" + mail, "recipient", recipient);
    }

    Map<String, Object> refusedRow(long mail, String status, String text) {
        return Map.of("account_id", 1, "email_id", mail, "status", status, "diagnose_text", text);
    }

    /** What the log tells of it. */
    Map<String, Object> report(long mail, String recipient, String status, String text) {
        Map<String, Object> row = new HashMap<>();
        row.put("account_id", 1);
        row.put("queue_id", "Q" + mail);
        row.put("recipient", recipient);
        row.put("status", status);
        row.put("diagnose_text", text);
        row.put("cause", "log:" + mail + status + text.hashCode());
        return row;
    }

    String recipient(long mail) {
        return database.queryForObject("select recipient from email where id = ?", String.class, mail);
    }

    String token(long mail) {
        return database.queryForObject("select auto_mail_id::text from email where id = ?", String.class, mail);
    }

    void told(Map<String, Object> row) {
        run("status-store", List.of(row));
    }

    /** Judges the rows by the packaged rules and runs the statement on them. */
    void run(String statement, List<Map<String, Object>> rows) {
        List<Map<String, Object>> judged =
                statement.equals("queued-store") ? rows : new Outcomes(ReplyRules.packaged()).judge(rows);
        try {
            database.execute(text(statement), (PreparedStatementCallback<Boolean>) prepared -> {
                prepared.setString(1, write(judged));
                return prepared.execute();
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String write(List<Map<String, Object>> rows) {
        try {
            return json.writeValueAsString(rows);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(String statement) throws IOException {
        try (InputStream in = Outcomes.class.getResourceAsStream("/camel/sql/" + statement + ".sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace(":#${body}", "?");
        }
    }

    /** As {@code bounces judge} does; blocked and let through. */
    String judgedAgain() {
        long[] counts = new long[2];
        new OutcomeHistory(services.dataSource(), new Outcomes(ReplyRules.packaged()))
                .judge(Instant.EPOCH, false, change -> {
                    counts[0] += change.blocked() ? 1 : 0;
                    counts[1] += change.freed() ? 1 : 0;
                });
        return counts[0] + " blocked, " + counts[1] + " let through";
    }

    List<String> texts(String query, Object... values) {
        return database.queryForList(query, String.class, values);
    }

    List<String> blocked() {
        return texts("select recipient from blocked_email order by 1");
    }

    List<String> events(long mail) {
        return texts("select kind from email_event where email_id = ? order by id", mail);
    }
}
