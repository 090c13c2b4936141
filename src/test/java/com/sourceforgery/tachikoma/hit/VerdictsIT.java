package com.sourceforgery.tachikoma.hit;

import static com.sourceforgery.tachikoma.hit.ReadMail.APPLE;
import static com.sourceforgery.tachikoma.hit.ReadMail.FIREFOX;
import static com.sourceforgery.tachikoma.hit.ReadMail.SHOP;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who is behind an open or a click: by agent and behaviour, in events and history. */
class VerdictsIT {
    @RegisterExtension
    static final Installation installation = Installation.ofWebserver();

    static final TestDatabase database = installation.database();

    private final ReadMail mail = new ReadMail(installation);

    @Test
    void theAgentDecidesWhereItSaysEnough() throws Exception {
        mail.load(FIREFOX);
        mail.load(APPLE);
        mail.load("curl/8.5.0");
        mail.load("xyzzy");

        mail.awaitHits(
                "OPENED HUMAN known-program",
                "OPENED PREFETCH_PROXY apple-mail-privacy",
                "OPENED SCANNER http-library",
                "OPENED UNKNOWN no-rule");
    }

    @Test
    void threeLinksAtOnceAreAScannersEvenTheFirst() throws Exception {
        mail.click(SHOP + 1);
        mail.click(SHOP + 2);
        mail.click(SHOP + 3);

        String scanner = "CLICKED SCANNER links-at-once";
        mail.awaitHits(scanner, scanner, scanner);
    }

    @Test
    void twoLinksOrTheSameLinkThreeTimesAreAReaders() throws Exception {
        mail.click(SHOP + 1);
        mail.click(SHOP + 1);
        mail.click(SHOP + 1);
        mail.click(SHOP + 2);

        String human = "CLICKED HUMAN known-program";
        mail.awaitHits(human, human, human, human);
    }

    @Test
    void whoAsksWithHeadFirstIsAScanner() throws Exception {
        mail.look(SHOP);
        mail.click(SHOP);

        mail.awaitHits("CLICKED SCANNER head-before-get");
        assertEquals(
                "SCANNER head-request",
                database.queryForObject(
                        "select verdict || ' ' || rule from hit where email_id = ? and method = 'HEAD'",
                        String.class,
                        mail.id()));
    }

    @Test
    void whoComesWithTheDeliveryIsAScannerButAProxyStaysOne() throws Exception {
        mail.arrives();
        mail.load(APPLE);
        mail.load(FIREFOX);

        mail.awaitHits("OPENED PREFETCH_PROXY apple-mail-privacy", "OPENED SCANNER at-delivery");
    }
}
