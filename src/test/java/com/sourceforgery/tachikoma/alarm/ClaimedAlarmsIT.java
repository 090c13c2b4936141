package com.sourceforgery.tachikoma.alarm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sourceforgery.tachikoma.database.Statements;
import com.sourceforgery.tachikoma.testsupport.RealServices;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.JdbcTemplate;

/** Of several webservers one tells an alarm, and none is lost with the one that was to tell it. */
class ClaimedAlarmsIT {
    @RegisterExtension
    static final RealServices services = new RealServices();

    private JdbcTemplate database;
    private Statements statements;

    @BeforeEach
    void twoAlarms() {
        database = new JdbcTemplate(services.dataSource());
        statements = new Statements(services.dataSource());
        database.update("truncate alarm, account cascade");
        database.update("insert into account (mail_domain) values ('example.com')");
        for (String rule : List.of("first", "second")) {
            database.update(
                    "insert into alarm (account_id, class, rule, hour, mails, recipient_domain, status, reply, email_id)"
                            + " select id, 'reputation', ?, now(), 1, 'world.example', '5.7.1', 'no', 1 from account",
                    rule);
        }
    }

    private List<Object> claim() {
        return statements.query("alarm-claim", Map.of()).stream()
                .map(row -> row.get("rule"))
                .toList();
    }

    @Test
    void whatOneWebserverIsTellingNoOtherTells() {
        assertEquals(List.of("first", "second"), claim());
        assertEquals(List.of(), claim());
    }

    @Test
    void whatWasNotToldInTimeIsClaimedAgain() {
        claim();
        database.update("update alarm set claimed_until = now() - interval '1 second' where rule = 'second'");
        assertEquals(List.of("second"), claim());
    }

    @Test
    void whatWasToldIsClaimedNeverAgain() {
        claim();
        database.update("update alarm set told_at = now(), claimed_until = null where rule = 'first'");
        database.update("update alarm set claimed_until = null where rule = 'second'");
        assertEquals(List.of("second"), claim());
    }
}
