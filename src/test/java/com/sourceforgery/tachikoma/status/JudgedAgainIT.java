package com.sourceforgery.tachikoma.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sourceforgery.tachikoma.testsupport.RealServices;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Bounces of the past are judged again: by rules that have not changed nothing changes, and a mistake can be taken back. */
class JudgedAgainIT {
    private static final String DEAD = "host mx said: 550 5.1.1 User unknown (in reply to RCPT TO command)";
    private static final String FULL = "host mx said: 552 5.2.2 Mailbox full (in reply to RCPT TO command)";

    @RegisterExtension
    static final RealServices services = new RealServices();

    private final MailsInTheDatabase mails = new MailsInTheDatabase(services);

    @BeforeEach
    void empty() {
        mails.empty();
    }

    private void bounced(String recipient, String status, String text) {
        long mail = mails.mail(recipient);
        mails.queued(mail);
        mails.told(mails.report(mail, recipient, status, text));
    }

    /** As other rules had it: what blocks the first bounce of this recipient, or nothing. */
    private void firstSays(String recipient, String text, String status) {
        mails.database()
                .update(
                        "update email_event set reason = ?, status = ? where id = (select min(v.id) from email_event v"
                                + " join email e on e.id = v.email_id where e.recipient = ? and v.kind = 'HARD_BOUNCED')",
                        text,
                        status,
                        recipient);
    }

    @Test
    void whomOurOwnPostfixRefusedIsNeverBlocked() {
        long mail = mails.mail("ada@world.example");
        mails.run("queued-refuse", List.of(mails.refusedRow(mail, "5.1.1", DEAD)));
        assertEquals(List.of("HARD_BOUNCED"), mails.events(mail));
        assertEquals(List.of(), mails.blocked());
        assertEquals("0 blocked, 0 let through", mails.judgedAgain());
        assertEquals(List.of(), mails.blocked());
    }

    @Test
    void aReplyOfManyWordsIsJudgedAsItWasAtFirst() {
        String reply = "host mx said: 550 5.1.1 User unknown " + "x".repeat(5000) + " (in reply to MAIL FROM command)";
        bounced("ada@world.example", "5.1.1", reply);
        assertEquals(List.of(), mails.blocked());
        assertEquals("0 blocked, 0 let through", mails.judgedAgain());
    }

    @Test
    void whomWrongRulesLetThroughIsBlockedAgainByRightOnes() {
        bounced("ada@world.example", "5.1.1", DEAD);
        firstSays("ada@world.example", FULL, "5.2.2");
        assertEquals("0 blocked, 1 let through", mails.judgedAgain());
        firstSays("ada@world.example", DEAD, "5.1.1");
        assertEquals("1 blocked, 0 let through", mails.judgedAgain());
        assertEquals(List.of("ada@world.example"), mails.blocked());
    }

    @Test
    void aBlockStaysWhenAnotherBounceOfThePairBlocksStill() {
        bounced("ada@world.example", "5.1.1", DEAD);
        bounced("ada@world.example", "5.1.1", DEAD);
        firstSays("ada@world.example", FULL, "5.2.2");
        assertEquals("0 blocked, 0 let through", mails.judgedAgain());
        assertEquals(
                mails.texts("select max(id)::text from email_event where kind = 'HARD_BOUNCED'"),
                mails.texts("select event_id::text from blocked_email"));
    }

    @Test
    void itStaysWhenTheOtherBounceIsOfBeforeTheTimeThatIsJudged() {
        bounced("ada@world.example", "5.1.1", DEAD);
        bounced("ada@world.example", "5.1.1", DEAD);
        mails.database()
                .update(
                        "update email_event set occurred_at = '1960-01-01' where id = (select max(id) from email_event)");
        firstSays("ada@world.example", FULL, "5.2.2");
        assertEquals("0 blocked, 0 let through", mails.judgedAgain());
        assertEquals(List.of("ada@world.example"), mails.blocked());
    }

    @Test
    void moreThanAPageOfBouncesIsJudgedEachOnce() {
        mails.database()
                .update("insert into email_event (mail_month, email_id, account_id, cause, kind, occurred_at, detail)"
                        + " select date_trunc('month', now()), " + mails.mail("ada@world.example")
                        + ", 1, 'log:' || n, 'SOFT_BOUNCED', now() - n / 3 * interval '1 second', '{\"class\": \"policy\"}'"
                        + " from generate_series(1, 1203) n");
        mails.judgedAgain();
        assertEquals(
                List.of("1203"),
                mails.texts("select count(*)::text from email_event where detail ->> 'rule' is not null"));
    }
}
