package com.sourceforgery.tachikoma.original;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.account.OriginalPassword;
import com.sourceforgery.tachikoma.account.Tokens;
import com.sourceforgery.tachikoma.database.Database;
import com.sourceforgery.tachikoma.database.SqlUrl;
import com.sourceforgery.tachikoma.original.OriginalImport.Count;
import com.sourceforgery.tachikoma.testsupport.RealServices;
import com.zaxxer.hikari.HikariDataSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

class OriginalImportIT {
    private static final String KEY = "the original's key";
    private static final String PASSWORD = "sha1:1000:18:9c0yTyQRqCT57K6Qk2Mcog6y2tu0Uc5j:n0pJ2VTnCWFCoQXTCyZr9j5Y";

    @RegisterExtension
    static final RealServices old = new RealServices();

    @RegisterExtension
    static final RealServices services = new RealServices();

    private final List<String> remarks = new ArrayList<>();
    private JdbcTemplate original;
    private HikariDataSource target;
    private JdbcTemplate database;

    @BeforeEach
    void twoDatabases() {
        original = new JdbcTemplate(old.dataSource());
        original.execute("create extension if not exists pgcrypto");
        original.execute("drop table if exists e_incoming_email_address, e_blocked_email, e_user, e_account");
        original.execute(
                "create table e_account (id decimal(20) primary key, mail_domain varchar(255), base_url varchar(255),"
                        + " version bigint, date_created timestamptz, last_updated timestamptz)");
        original.execute(
                "create table e_user (id decimal(20) primary key, active boolean, encrypted_password varchar(255),"
                        + " username varchar(255), api_token bytea, role integer, account_id decimal(20) references e_account,"
                        + " recipient_override varchar(255), version bigint, date_created timestamptz, last_updated timestamptz)");
        original.execute("create table e_blocked_email (id decimal(20) primary key, from_email varchar(255),"
                + " recipient_email varchar(255), blocked_reason integer, account_id decimal(20) references e_account,"
                + " version bigint, date_created timestamptz, last_updated timestamptz)");
        original.execute("create table e_incoming_email_address (id decimal(20) primary key, local_part varchar(255),"
                + " account_id decimal(20) references e_account, version bigint, date_created timestamptz,"
                + " last_updated timestamptz)");
        original.update(
                "insert into e_account (id, mail_domain, base_url) values (1, 'Example.com', 'https://m.example.com/')");
        user(10, 0, null, null, "node token", true);
        user(11, 1, "Ada", PASSWORD, "frontend token", true);
        user(12, 2, null, null, "gone token", false);
        block(20, "News@example.com", "Bob@World.example", 0);
        block(21, "shop@example.com", "dead@world.example", 2);
        original.update("insert into e_incoming_email_address (id, local_part, account_id) values (30, '', 1)");
        original.update("insert into e_incoming_email_address (id, local_part, account_id) values (31, 'Support', 1)");

        target = Database.open(SqlUrl.parse(services.sqlUrl()), 2);
        Database.migrate(target);
        database = new JdbcTemplate(target);
        database.execute("truncate account, app_user, blocked_email, incoming_address restart identity cascade");
        database.update("insert into account (mail_domain) values ('example.com')");
    }

    @AfterEach
    void close() {
        target.close();
    }

    private void user(long id, int role, String login, String password, String token, boolean active) {
        original.update(
                "insert into e_user (id, active, encrypted_password, username, api_token, role, account_id)"
                        + " values (?, ?, ?, ?, pgp_sym_encrypt(?, ?), ?, 1)",
                id,
                active,
                password,
                login,
                token,
                KEY,
                role);
    }

    private void block(long id, String from, String to, int reason) {
        original.update(
                "insert into e_blocked_email (id, from_email, recipient_email, blocked_reason, account_id, date_created)"
                        + " values (?, ?, ?, ?, 1, '2020-02-02T00:00:00Z')",
                id,
                from,
                to,
                reason);
    }

    private List<Count> run(String key) {
        try (OriginalDatabase from = new OriginalDatabase(SqlUrl.parse(old.sqlUrl()))) {
            return new OriginalImport(from, target, remarks::add).run(Optional.ofNullable(key));
        }
    }

    private Map<String, Object> userWithToken(String token) {
        return database.queryForMap("select * from app_user where token_hash = ?", (Object) Tokens.hash(token));
    }

    @Test
    void everythingIsTakenOver() {
        assertEquals(
                List.of(
                        new Count("accounts", 1, 1),
                        new Count("users", 3, 3),
                        new Count("blocks", 2, 2),
                        new Count("addresses", 2, 2)),
                run(KEY));
        assertEquals(List.of(), remarks);
        assertEquals(
                "https://m.example.com/",
                database.queryForObject(
                        "select base_url from account where mail_domain = 'example.com'", String.class));
        assertEquals(
                List.of(
                        "news@example.com bob@world.example UNSUBSCRIBED",
                        "shop@example.com dead@world.example HARD_BOUNCED"),
                database.queryForList(
                        "select from_email || ' ' || recipient || ' ' || reason from blocked_email order by from_email",
                        String.class));
        assertEquals(
                List.of("", "support"),
                database.queryForList("select local_part from incoming_address order by local_part", String.class));
    }

    @Test
    void tokensAndPasswordsGoOnWorking() {
        run(KEY);
        assertEquals("BACKEND", userWithToken("node token").get("role"));
        Map<String, Object> ada = userWithToken("frontend token");
        assertEquals("FRONTEND", ada.get("role"));
        assertEquals("ada", ada.get("login"));
        assertTrue(OriginalPassword.isOne((String) ada.get("password_hash")));
        assertEquals(false, userWithToken("gone token").get("active"));
    }

    @Test
    void aSecondRunMakesNothingAndChangesNothing() {
        run(KEY);
        database.update("update app_user set token_hash = ?, updated_at = now() where login = 'ada'", (Object)
                Tokens.hash("new token"));
        assertEquals(List.of(0, 0, 0, 0), run(KEY).stream().map(Count::made).toList());
        assertEquals("ada", userWithToken("new token").get("login"));
    }

    @Test
    void tokensComeWithASecondRunThatHasTheKey() {
        run(null);
        assertTrue(
                remarks.contains("User 10 of example.com: comes without its token and without a login."),
                remarks.toString());
        run(KEY);
        assertEquals("BACKEND", userWithToken("node token").get("role"));
    }

    @Test
    void aWrongKeyStopsTheImportBeforeAnythingIsMade() {
        assertThrows(DataAccessException.class, () -> run("another key"));
        assertEquals(0, database.queryForObject("select count(*) from app_user", Integer.class));
    }

    @Test
    void anAccountThatIsNotHereIsSaidAndNothingOfItIsMade() {
        database.update("delete from account");
        assertEquals(List.of(0, 0, 0, 0), run(KEY).stream().map(Count::made).toList());
        assertEquals(
                List.of(
                        "example.com has no account here: add it to MAIL_DOMAINS, start the webserver, and run this again."),
                remarks);
    }

    @Test
    void usersThatAreHereStay() {
        database.update("insert into app_user (account_id, role, token_hash)"
                + " select id, 'FRONTEND_ADMIN', 'x' from account");
        run(KEY);
        assertEquals(4, database.queryForObject("select count(*) from app_user", Integer.class));
    }

    @Test
    void aUserWhoseLoginAnotherOneHasIsLeftOut() {
        user(13, 1, "ADA", PASSWORD, "another token", true);
        assertEquals(new Count("users", 4, 3), run(KEY).get(1));
        assertEquals(List.of("User 13 of example.com: left out, another user here has its login or token."), remarks);
    }

    @Test
    void nobodyBecomesAnAdministratorByAnUnknownRole() {
        user(13, 7, null, null, "odd token", true);
        assertEquals(new Count("users", 4, 3), run(KEY).get(1));
        assertEquals(List.of("User 13 of example.com: left out, its role is unknown."), remarks);
    }

    @Test
    void anOverrideThatIsNoAddressKeepsItsUserOut() {
        original.update("update e_user set recipient_override = 'nobody' where id = 11");
        assertEquals(new Count("users", 3, 2), run(KEY).get(1));
        assertEquals(
                List.of("User 11 of example.com: left out, its recipient override 'nobody' is no address."), remarks);
    }

    @Test
    void aBaseUrlGetsItsSlash() {
        original.update("update e_account set base_url = 'https://m.example.com'");
        run(KEY);
        assertEquals("https://m.example.com/", database.queryForObject("select base_url from account", String.class));
    }

    @Test
    void whatCannotBeTakenOverIsSaid() {
        block(22, "shop@example.com", "no address", 0);
        user(13, 1, "bea", "plain", null, true);
        original.update("update e_user set api_token = null where id = 13");
        List<Count> counts = run(KEY);
        assertEquals(new Count("users", 4, 4), counts.get(1));
        assertEquals(new Count("blocks", 3, 2), counts.get(2));
        assertEquals(
                List.of(
                        "User 13 of example.com: the password cannot be verified here and has to be set anew.",
                        "The block of 'no address' is left out: the address has no @."),
                remarks);
    }

    @Test
    void anOlderVersionWithoutSomeColumnsIsReadToo() {
        original.execute("alter table e_account drop column base_url");
        original.execute("alter table e_user drop column username");
        assertEquals(new Count("users", 3, 3), run(KEY).get(1));
    }
}
