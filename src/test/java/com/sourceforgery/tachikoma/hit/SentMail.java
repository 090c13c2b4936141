package com.sourceforgery.tachikoma.hit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.MailLinks;
import com.sourceforgery.tachikoma.testsupport.StoredEvents;
import com.sourceforgery.tachikoma.testsupport.TestDatabase;
import java.util.List;
import java.util.UUID;

/** A new mail that is out, and what its links have come to. */
final class SentMail {
    private final MailLinks links;
    private final TestDatabase database;
    private final StoredEvents stored;
    private final long id;

    SentMail(Installation installation) {
        links = new MailLinks(installation.port());
        database = installation.database();
        stored = installation.storedEvents();
        id = stored.mail("shop@example.com", UUID.randomUUID() + "@world.example");
    }

    long id() {
        return id;
    }

    /** The token in its address and links of abuse. */
    String autoMailId() {
        return database.queryForObject("select auto_mail_id::text from email where id = ?", String.class, id);
    }

    List<String> events() {
        return database.texts("select kind from email_event where email_id = ? order by id", id);
    }

    void awaitEvents(String... kinds) {
        await().until(() -> events().equals(List.of(kinds)));
    }

    /** A detail of its one event. */
    String detail(String name) {
        return database.queryForObject(
                "select detail ->> ? from email_event where email_id = ?", String.class, name, id);
    }

    /** A hit that comes later is stored: so are all that came before, on the one way that hits have. */
    void assertNothingCounted() throws Exception {
        long later = stored.mail("shop@example.com", "later@world.example");
        assertEquals(200, links.get(links.pixel(later)).statusCode());
        await().until(() -> database.count("hit where email_id = ?", later) == 1);
        assertEquals(List.of(), events());
        assertEquals(0, database.count("hit where email_id = ?", id));
    }
}
