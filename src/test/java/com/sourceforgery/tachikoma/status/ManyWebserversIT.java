package com.sourceforgery.tachikoma.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sourceforgery.tachikoma.testsupport.RealServices;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several webservers store what is told of the same mails, each in an order of its own, and none stands in another's way. */
class ManyWebserversIT {
    private static final int MAILS = 150;
    private static final int WEBSERVERS = 6;
    private static final int ROUNDS = 8;
    private static final String DEAD = "host mx said: 550 5.1.1 User unknown (in reply to RCPT TO command)";

    @RegisterExtension
    static final RealServices services = new RealServices();

    private final MailsInTheDatabase mails = new MailsInTheDatabase(services);
    private final Map<Long, String> tokens = new HashMap<>();
    private final Map<Long, String> recipients = new HashMap<>();

    private List<Map<String, Object>> reports(List<Long> ids) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (long id : ids) {
            String recipient = recipients.get(id);
            for (Map<String, Object> row : List.of(
                    mails.report(id, recipient, "4.2.0", "450 later"),
                    mails.report(id, recipient, "4.7.0", "450 4.7.0 too much mail"),
                    mails.report(id, recipient, "5.1.1", DEAD),
                    mails.report(id, "other@world.example", "5.1.1", DEAD))) {
                row.put("auto_mail_id", tokens.get(id));
                rows.add(row);
            }
        }
        return rows;
    }

    private void webserver(int number, List<Long> ids) {
        Random random = new Random(number);
        List<Map<String, Object>> reports = new ArrayList<>(reports(ids));
        Collections.shuffle(reports, random);
        List<Map<String, Object>> answers = new ArrayList<>();
        for (long id : ids) {
            answers.add(
                    number % 3 == 1 ? mails.queuedRow(id, recipients.get(id)) : mails.refusedRow(id, "5.1.1", DEAD));
        }
        Collections.shuffle(answers, random);
        switch (number % 3) {
            case 0 -> mails.run("status-store", reports);
            case 1 -> mails.run("queued-store", answers);
            default -> mails.run("queued-refuse", answers);
        }
    }

    @Test
    void noneIsEndedByADeadlock() throws Exception {
        ExecutorService webservers = Executors.newFixedThreadPool(WEBSERVERS);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                mails.empty();
                tokens.clear();
                List<Long> ids = newMails();
                List<Callable<Void>> calls = new ArrayList<>();
                for (int number = 0; number < WEBSERVERS; number++) {
                    int own = number + round * WEBSERVERS;
                    calls.add(() -> {
                        webserver(own, ids);
                        return null;
                    });
                }
                for (Future<Void> call : webservers.invokeAll(calls)) {
                    call.get();
                }
                assertEquals(List.of("0"), mails.texts("select count(*)::text from outbox"));
                assertEquals(
                        List.of(Integer.toString(MAILS)),
                        mails.texts("select count(*)::text from email_event where kind = 'HARD_BOUNCED'"));
            }
        } finally {
            webservers.shutdownNow();
        }
    }

    private List<Long> newMails() {
        mails.alike(mails.mail("ada@world.example"), MAILS - 1);
        mails.database().query("select id, auto_mail_id::text, recipient from email", row -> {
            tokens.put(row.getLong(1), row.getString(2));
            recipients.put(row.getLong(1), row.getString(3));
        });
        return List.copyOf(tokens.keySet());
    }
}
