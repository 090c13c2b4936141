package com.sourceforgery.tachikoma.accept;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sourceforgery.tachikoma.testsupport.TestDatabase;
import java.util.List;

/** The tables that hold what calls about mail leave behind. */
final class MailTables {
    private static final List<String> TABLES =
            List.of("send_request", "attachment", "email", "outbox", "early_status", "dead_letter");

    private MailTables() {}

    static void assertEmpty(TestDatabase database) {
        for (String table : TABLES) {
            assertEquals(0, database.count(table), table);
        }
    }
}
