package com.sourceforgery.tachikoma.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sourceforgery.tachikoma.database.Statements;
import com.sourceforgery.tachikoma.testsupport.RealServices;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is stored of outcomes, and whom they block. */
class StoredOutcomesIT {
    private static final String DEAD = "host mx said: 550 5.1.1 User unknown (in reply to RCPT TO command)";

    @RegisterExtension
    static final RealServices services = new RealServices();

    private final MailsInTheDatabase mails = new MailsInTheDatabase(services);

    @BeforeEach
    void empty() {
        mails.empty();
    }

    private long queued(String recipient, String... copies) {
        long mail = mails.mail(recipient, copies);
        mails.queued(mail);
        return mail;
    }

    private Map<String, Object> forgotten() {
        return new Statements(services.dataSource())
                .query("status-forget", Map.of())
                .get(0);
    }

    private long forget() {
        return (Long) forgotten().get("kept");
    }

    private String strangers() {
        Map<String, Object> forgotten = forgotten();
        return forgotten.get("strangers") + " " + forgotten.get("example");
    }

    private Map<String, Object> ofAnotherAddress(long mail, String recipient) {
        Map<String, Object> row = mails.report(mail, recipient, "5.1.1", DEAD);
        row.put("elsewhere", true);
        return row;
    }

    @Test
    void aBounceOfAnotherAddressDoesNotHideTheRecipientsOwn() {
        long mail = queued("ada@world.example");
        mails.told(ofAnotherAddress(mail, "ada@world.example"));
        assertEquals(List.of(), mails.blocked());
        mails.told(mails.report(mail, "ada@world.example", "5.1.1", DEAD));
        assertEquals(List.of("ada@world.example"), mails.blocked());
        assertEquals(List.of("QUEUED", "HARD_BOUNCED"), mails.events(mail));
        assertEquals(
                mails.texts("select id::text from email_event where kind = 'HARD_BOUNCED'"),
                mails.texts("select event_id::text from blocked_email"));
        assertEquals("0 blocked, 0 let through", mails.judgedAgain());
        assertEquals(List.of("ada@world.example"), mails.blocked());
    }

    @Test
    void aReportThatIsToldAgainDoesNotBlockWhomSomebodyHasLetThrough() {
        long mail = queued("ada@world.example");
        Map<String, Object> report = mails.report(mail, "ada@world.example", "5.1.1", DEAD);
        mails.told(report);
        mails.database().update("delete from blocked_email");
        mails.database()
                .update("insert into address_event (account_id, from_email, recipient, old_reason)"
                        + " values (1, 'news@example.com', 'ada@world.example', 'HARD_BOUNCED')");
        mails.told(report);
        assertEquals(List.of(), mails.blocked());
    }

    @Test
    void theEventsOfAMailAreInTheOrderOfItsLife() {
        long mail = mails.mail("ada@world.example");
        Map<String, Object> delivered = mails.report(mail, "ada@world.example", "2.0.0", "250 Ok");
        Map<String, Object> deferred = mails.report(mail, "ada@world.example", "4.2.0", "450 later");
        delivered.put("auto_mail_id", mails.token(mail));
        deferred.put("auto_mail_id", mails.token(mail));
        mails.run("status-store", List.of(delivered, deferred));
        assertEquals(List.of("QUEUED", "SOFT_BOUNCED", "DELIVERED"), mails.events(mail));
    }

    @Test
    void aRecipientThatIsQuotedWithoutNeedIsTheOneThatPostfixLogs() {
        long mail = queued("\"John\"@world.example");
        mails.told(mails.report(mail, "john@world.example", "2.0.0", "250 Ok"));
        assertEquals(List.of("QUEUED", "DELIVERED"), mails.events(mail));
    }

    @Test
    void itIsSoByTheTokenToo() {
        long mail = mails.mail("\"John\"@world.example");
        Map<String, Object> report = mails.report(mail, "john@world.example", "2.0.0", "250 Ok");
        report.put("auto_mail_id", mails.token(mail));
        mails.told(report);
        assertEquals(List.of("QUEUED", "DELIVERED"), mails.events(mail));
    }

    @Test
    void aReportAboutAnAddressThatTheMailHasNotCountsForNobodyAndIsTold() {
        long mail = queued("ada@world.example");
        mails.told(mails.report(mail, "someone@else.example", "5.1.1", DEAD));
        assertEquals("1 Q" + mail + " to someone@else.example", strangers());
        assertEquals(List.of(), mails.texts("select cause from dead_letter"));
        assertEquals(List.of(), mails.texts("select queue_id from early_status"));
        assertEquals("0 null", strangers());
    }

    @Test
    void aReportAboutABlindCopyCountsForNobody() {
        long mail = queued("ada@world.example", "\"Copy\"@world.example");
        mails.told(mails.report(mail, "copy@world.example", "5.1.1", DEAD));
        assertEquals(List.of(), mails.texts("select queue_id from early_status"));
        assertEquals(0, forget());
        assertEquals(List.of("QUEUED"), mails.events(mail));
    }

    @Test
    void aReportAboutABlindCopyThatComesBeforeItsQueueIdIsForgotten() {
        long mail = mails.mail("ada@world.example", "copy@world.example");
        mails.told(mails.report(mail, "copy@world.example", "5.1.1", DEAD));
        assertEquals(0, forget());
        assertEquals(List.of("Q" + mail), mails.texts("select queue_id from early_status"));
        mails.queued(mail);
        assertEquals(0, forget());
        assertEquals(List.of(), mails.texts("select queue_id from early_status"));
        assertEquals(List.of(), mails.texts("select cause from dead_letter"));
    }
}
