package com.sourceforgery.tachikoma.notify;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.RealServices;
import com.sourceforgery.tachikoma.testsupport.StoredEvents;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

class OrphanedEventIT {
    @RegisterExtension
    static final RealServices services = new RealServices();

    @Test
    void anEventWhoseMailIsGoneIsKeptAsDeadLetterAndHoldsUpNobody(@TempDir Path folder) throws Exception {
        JdbcTemplate database = new JdbcTemplate(services.dataSource());
        try (Installation installation = new Installation(services, folder)) {
            installation.startWebserver();
            StoredEvents stored = new StoredEvents(services.dataSource());
            long gone = stored.mail("shop@example.com", "ada@world.example");
            installation.stopWebserver();
            stored.event(gone, "QUEUED");
            database.update("delete from email where id = ?", gone);
            stored.event(stored.mail("shop@example.com", "bob@world.example"), "QUEUED");

            installation.startWebserver();

            await().atMost(Duration.ofSeconds(60))
                    .until(() -> database.queryForObject("select count(*) from event_outbox", Long.class) == 0);
            assertEquals(List.of("notify"), database.queryForList("select stage from dead_letter", String.class));
        }
    }
}
