package com.sourceforgery.tachikoma.accept;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sourceforgery.tachikoma.testsupport.RealServices;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** The tables that hold what calls about mail leave behind. */
final class MailTables {
    private static final List<String> TABLES =
            List.of("send_request", "attachment", "email", "outbox", "early_status", "dead_letter");

    private MailTables() {}

    static void assertEmpty(RealServices services) {
        JdbcTemplate database = new JdbcTemplate(services.dataSource());
        for (String table : TABLES) {
            assertEquals(0, database.queryForObject("select count(*) from " + table, Long.class), table);
        }
    }
}
