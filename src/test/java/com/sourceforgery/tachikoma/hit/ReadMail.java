package com.sourceforgery.tachikoma.hit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.MailLinks;
import com.sourceforgery.tachikoma.testsupport.StoredEvents;
import com.sourceforgery.tachikoma.testsupport.TestDatabase;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** A new mail that was delivered an hour ago and is read now, and what is thought of who reads it. */
final class ReadMail {
    static final String FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    /** The proxy that loads the pictures of mails for a mail program. */
    static final String APPLE = "Mozilla/5.0";

    static final String SHOP = "https://shop.example/";

    private final String recipient = UUID.randomUUID() + "@world.example";
    private final MailLinks links;
    private final TestDatabase database;
    private final StoredEvents stored;
    private final long id;

    ReadMail(Installation installation) {
        links = new MailLinks(installation.port());
        database = installation.database();
        stored = installation.storedEvents();
        id = stored.mail("shop@example.com", recipient);
        stored.event(id, "DELIVERED", "1 hour", "{}");
    }

    long id() {
        return id;
    }

    String recipient() {
        return recipient;
    }

    /** It is delivered now. */
    void arrives() {
        stored.event(id, "DELIVERED");
    }

    /** Its picture is loaded. */
    void load(String agent) throws Exception {
        assertEquals(200, links.get(links.pixel(id), "User-Agent", agent).statusCode());
    }

    /** A link is followed, by a person as it seems. */
    void click(String target) throws Exception {
        assertEquals(
                302, links.get(links.click(id, target), "User-Agent", FIREFOX).statusCode());
    }

    /** A link is looked at, without following it. */
    void look(String target) throws Exception {
        links.send("HEAD", links.click(id, target), "User-Agent", FIREFOX);
    }

    void unsubscribe() throws Exception {
        links.post(links.unsubscribe(id, ""), "confirmed=yes");
    }

    /** Kind, verdict and rule of each hit; the same of its event where it has one. */
    List<String> hits() {
        List<String> hits = database.texts(
                "select concat_ws(' ', kind, verdict, rule) from hit where email_id = ? and method = 'GET' order by received_at, id",
                id);
        List<String> told = database.texts(
                "select concat_ws(' ', kind, detail ->> 'verdict', detail ->> 'verdict_rule') from email_event"
                        + " where email_id = ? and cause like 'hit:%' order by occurred_at, cause",
                id);
        return hits.equals(told)
                ? hits
                : Stream.concat(hits.stream(), told.stream()).toList();
    }

    void awaitHits(String... hits) {
        await().untilAsserted(() -> assertEquals(List.of(hits), hits()));
    }
}
