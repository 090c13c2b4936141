package com.sourceforgery.tachikoma.hit;

import static com.sourceforgery.tachikoma.hit.ReadMail.FIREFOX;
import static com.sourceforgery.tachikoma.hit.ReadMail.SHOP;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Terminal;
import com.sourceforgery.tachikoma.testsupport.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Hits of the past are judged again when the rules have changed. */
class JudgedAgainIT {
    @RegisterExtension
    static final Installation installation = Installation.ofWebserver();

    static final TestDatabase database = installation.database();

    private final ReadMail mail = new ReadMail(installation);

    @Test
    void hitsOfThePastAreJudgedAgainByTheRulesOfToday() throws Exception {
        mail.load(FIREFOX);
        mail.load("curl/8.5.0");
        mail.click(SHOP);
        await().until(() -> mail.hits().size() == 3);
        long events = database.count("email_event");
        database.update("update hit set verdict = 'UNKNOWN', rule = 'of-yesterday' where email_id = ?", mail.id());
        database.update(
                "update email_event set detail = detail || '{\"verdict\": \"UNKNOWN\", \"verdict_rule\": \"of-yesterday\"}'"
                        + " where email_id = ? and cause like 'hit:%'",
                mail.id());

        String said = judge();

        mail.awaitHits("OPENED HUMAN known-program", "OPENED SCANNER http-library", "CLICKED HUMAN known-program");
        assertEquals(events, database.count("email_event"));
        assertTrue(said.contains("UNKNOWN (of-yesterday) -> SCANNER (http-library)"), said);
        assertTrue(said.matches("(?s).* judged\\.\\R"), said);
    }

    @Test
    void judgingAgainBlocksNobodyAgain() throws Exception {
        mail.unsubscribe();
        await().until(() -> database.count("blocked_email") == 1);
        database.update("delete from blocked_email");

        judge();

        assertEquals(0, database.count("blocked_email"));
    }

    private static String judge() {
        Terminal terminal = Terminal.beside(installation.services(), "hits", "judge", "--since", "-1h");
        assertEquals(0, terminal.exit(), terminal.err());
        return terminal.out();
    }
}
