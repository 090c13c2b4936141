package com.sourceforgery.tachikoma.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SinkAsWorldTest {
    @TempDir
    Path folder;

    private Fixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture = Fixture.world(folder);
    }

    @AfterEach
    void stop() throws Exception {
        fixture.close();
    }

    @Test
    void aBounceIsARefusalAtRcpt() throws Exception {
        assertEquals(
                "550 5.1.1 <bounce+5.1.1@example.net>: Recipient address rejected: User unknown",
                fixture.send("bounce+5.1.1@example.net"));
    }

    @Test
    void aDeferralIsSaidSoOftenForEachSender() throws Exception {
        assertTrue(fixture.send("defer+2@example.net").startsWith("450 4.2.0 "));
        assertTrue(fixture.send("defer+2@example.net").startsWith("450 4.2.0 "));
        assertTrue(fixture.send("defer+2@example.net").startsWith("250 2.0.0 "));
        assertTrue(fixture.send("defer+2@example.net").startsWith("450 4.2.0 "), "the next mail begins anew");
        try (SmtpDialogue other = new SmtpDialogue(fixture.sink.smtpPort())) {
            assertTrue(other.send("bounce-2@example.com", "defer+1@example.net", Fixture.MAIL)
                    .startsWith("450 "));
        }
    }

    @Test
    void nothingIsLoggedAndMailsAreKept() throws Exception {
        fixture.send("a@example.net");
        assertEquals(1, fixture.sink.store().find("a@example.net").size());
        assertFalse(Files.exists(folder.resolve("mail.log")));
    }
}
