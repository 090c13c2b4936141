package com.sourceforgery.tachikoma.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sourceforgery.tachikoma.database.Statements;
import com.sourceforgery.tachikoma.testsupport.RealServices;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Mails of whose outcome nothing is known are looked for piece by piece, and forgotten only when somebody was told. */
class OverdueMailsIT {
    @RegisterExtension
    static final RealServices services = new RealServices();

    private final MailsInTheDatabase mails = new MailsInTheDatabase(services);

    @BeforeEach
    void aMailOfTwoHoursAgoAndOneOfNow() {
        mails.empty();
        long old = mails.mail("ada@world.example");
        mails.queued(old);
        mails.queued(mails.mail("bob@world.example"));
        mails.database().update("update mta_queue set created_at = now() - interval '2 hours' where email_id = ?", old);
        mails.database()
                .update("update watch set claimed_until = null, watched_until = now() - interval '150 minutes'"
                        + " where name = 'queued-overdue'");
    }

    private List<Map<String, Object>> find() {
        return new Statements(services.dataSource()).query("queued-overdue", Map.of("lifetimeSeconds", 0));
    }

    private void claimRunsOut() {
        mails.database().update("update watch set claimed_until = now() - interval '1 second'");
    }

    @Test
    void anHoursMailsAreLookedAtAtATime() {
        assertEquals(1L, find().get(0).get("overdue"));
    }

    @Test
    void oneWebserverLooks() {
        find();
        assertEquals(List.of(), find());
    }

    @Test
    void whatWasFoundAndNotToldIsFoundAgain() {
        Map<String, Object> found = find().get(0);
        claimRunsOut();
        assertEquals(found, find().get(0));
    }

    @Test
    void aLookThatFindsNothingSaysUpToWhereItLooked() {
        mails.database().update("truncate mta_queue");
        Map<String, Object> found = find().get(0);
        assertEquals(null, found.get("overdue"));
        assertEquals(
                mails.texts(
                        "select (watched_until + interval '1 hour')::text from watch where name = 'queued-overdue'"),
                List.of(found.get("until")));
    }

    @Test
    void aNewDatabaseBeginsWithTheMailsOfItsOwnTime() {
        assertEquals(List.of(), mails.texts("select name from watch where watched_until = '-infinity'"));
    }
}
