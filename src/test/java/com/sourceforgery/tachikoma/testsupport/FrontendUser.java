package com.sourceforgery.tachikoma.testsupport;

import com.sourceforgery.tachikoma.account.Tokens;
import org.springframework.jdbc.core.JdbcTemplate;

/** A user of {@value Installation#DOMAIN} that sends and follows mail. */
public record FrontendUser(long id, String apiToken) {
    /** A new one. */
    public static FrontendUser create(JdbcTemplate database) {
        String token = Tokens.random();
        Long id = database.queryForObject(
                "insert into app_user (account_id, role, token_hash) "
                        + "select id, 'FRONTEND', ? from account where mail_domain = ? returning id",
                Long.class,
                Tokens.hash(token),
                Installation.DOMAIN);
        return new FrontendUser(id, Installation.DOMAIN + ":" + token);
    }

    /** Its queue of notifications. */
    public String queue() {
        return "notifications." + id;
    }
}
