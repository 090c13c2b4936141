package com.sourceforgery.tachikoma.mailpath;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sourceforgery.tachikoma.mta.EmailMessage;
import com.sourceforgery.tachikoma.testsupport.FakeNode;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.TestDatabase;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReconnectingNodeIT {
    private static final int MAILS = 2_000;
    private static final int RECONNECTS = 40;

    @RegisterExtension
    static final Installation installation = Installation.ofWebserver();

    static final TestDatabase database = installation.database();

    @Test
    void aNodeThatIsCutOffFortyTimesInTwoThousandMailsLosesNone() throws Exception {
        installation.send(IntStream.range(0, MAILS)
                .mapToObj(i -> "m" + i + "@world.example")
                .toArray(String[]::new));
        Map<Long, Integer> offers = new HashMap<>();
        int unanswered = 0;
        for (int i = 0; i < RECONNECTS; i++) {
            FakeNode node = installation.fakeNode();
            for (int j = 0; j < 30; j++) {
                EmailMessage mail = node.take();
                offers.merge(mail.getEmailId(), 1, Integer::sum);
                if (j % 3 == 0) {
                    unanswered++;
                } else {
                    node.queued(mail, "Q" + mail.getEmailId());
                }
            }
            node.cut();
        }
        try (FakeNode last = installation.fakeNode()) {
            await().atMost(Duration.ofSeconds(240)).until(() -> {
                for (EmailMessage mail = last.poll(0); mail != null; mail = last.poll(0)) {
                    offers.merge(mail.getEmailId(), 1, Integer::sum);
                    last.queued(mail, "Q" + mail.getEmailId());
                    last.isAlive();
                }
                last.isAlive();
                return 0 == database.count("outbox");
            });
        }
        long queued = database.count("email_event where kind = 'QUEUED'");
        long events = database.count("email_event");
        System.out.printf(
                "%d mails, %d reconnects, %d left unanswered by a cut: lost %d, offered again %d, events twice %d%n",
                MAILS,
                RECONNECTS,
                unanswered,
                MAILS - queued,
                offers.values().stream().mapToInt(count -> count - 1).sum(),
                events - queued);
        assertEquals(MAILS, queued);
        assertEquals(MAILS, events);
        assertEquals(MAILS, offers.size());
    }
}
