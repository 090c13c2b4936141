package com.sourceforgery.tachikoma.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.StoredEvents;
import com.sourceforgery.tachikoma.testsupport.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OrphanedEventIT {
    @RegisterExtension
    static final Installation installation = Installation.ofWebserver();

    @Test
    void anEventWhoseMailIsGoneIsKeptAsDeadLetterAndHoldsUpNobody() throws Exception {
        TestDatabase database = installation.database();
        StoredEvents stored = installation.storedEvents();
        long gone = stored.mail("shop@example.com", "ada@world.example");
        installation.stopWebserver();
        stored.event(gone, "QUEUED");
        database.update("delete from email where id = ?", gone);
        stored.event(stored.mail("shop@example.com", "bob@world.example"), "QUEUED");

        installation.startWebserver();

        database.awaitEmpty("event_outbox");
        assertEquals(List.of("notify"), database.texts("select stage from dead_letter"));
    }
}
