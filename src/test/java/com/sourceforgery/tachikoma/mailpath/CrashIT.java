package com.sourceforgery.tachikoma.mailpath;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sourceforgery.tachikoma.sink.SinkStore;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Notifications;
import com.sourceforgery.tachikoma.testsupport.PrivatePostfix;
import com.sourceforgery.tachikoma.testsupport.RoleProcess;
import com.sourceforgery.tachikoma.testsupport.SinkCopies;
import com.sourceforgery.tachikoma.testsupport.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The node as a process of its own and a real Postfix, killed while mails flow. */
class CrashIT {
    private static final int MAILS = 300;
    private static final int KILLS = 3;
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(4);

    @RegisterExtension
    static final Installation installation = Installation.notStarted().behindPostfix();

    static final PrivatePostfix postfix = installation.postfix();
    static final TestDatabase database = installation.database();
    static RoleProcess node;
    static Notifications notifications;

    @BeforeAll
    static void start() throws Exception {
        installation.startSink();
        installation.startWebserver();
        node = new RoleProcess(
                "node", installation.nodeSettings(), installation.folder().resolve("node.log"));
        notifications = installation.follow();
        node.start();
    }

    @AfterAll
    static void stop() throws Exception {
        node.close();
    }

    @Test
    void aKilledNodeSendsNoMailTwiceAndForgetsNone() throws Exception {
        killWhileMailsFlow("node", () -> {
            node.kill();
            node.start();
        });
        assertEquals(Set.of(), of("node", copies().withSeveral()));
    }

    @Test
    void aKilledPostfixLosesNoMailAndDoublesOnlyWhatItWasHandingOn() throws Exception {
        killWhileMailsFlow("postfix", () -> {
            postfix.kill();
            postfix.start();
        });
        assertEquals(Set.of(), of("postfix", copies().withSeveralQueueIds()));
    }

    private interface Blow {
        void strike() throws Exception;
    }

    private void killWhileMailsFlow(String name, Blow blow) throws Exception {
        List<String> recipients = IntStream.range(0, MAILS)
                .mapToObj(i -> name + i + "@world.example")
                .toList();
        installation.send(recipients.toArray(String[]::new));
        SinkStore store = installation.sink().store();
        for (int i = 1; i <= KILLS; i++) {
            int delivered = MAILS * i / (KILLS + 2);
            await().atMost(LONG_ENOUGH).until(() -> store.count() >= delivered);
            blow.strike();
            dueAtOnce();
        }
        await().atMost(LONG_ENOUGH).untilAsserted(() -> {
            dueAtOnce();
            assertEquals(Set.copyOf(recipients), of(name, copies().recipients()));
        });
        await().atMost(LONG_ENOUGH).untilAsserted(() -> {
            Map<String, Long> delivered = timesDelivered(name);
            List<String> told = recipients.stream()
                    .filter(recipient -> delivered.containsKey(recipient) || !logHasLost(recipient))
                    .toList();
            assertEquals(timesOnce(told), delivered);
        });
    }

    /**
     * Whether Postfix has done with the mail, and its log has neither the line that tells how nor the one that it was
     * removed: both were with postlogd when it was killed (ADR 40).
     */
    private static boolean logHasLost(String recipient) {
        List<String> queueIds = database.texts("select queue_id from mta_queue where recipient = ?", recipient);
        try {
            for (String queueId : queueIds) {
                if (postfix.hasInQueue(queueId)
                        || postfix.hasLogged(queueId + ": to=<" + recipient)
                        || postfix.hasLogged(queueId + ": removed")) {
                    return false;
                }
            }
            return !queueIds.isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> of(String name, Set<String> recipients) {
        return recipients.stream()
                .filter(recipient -> recipient.startsWith(name))
                .collect(Collectors.toSet());
    }

    private SinkCopies copies() throws Exception {
        return SinkCopies.of(installation.sink().store());
    }

    /** Mails that were put off do not wait for their back-off. */
    private static void dueAtOnce() {
        database.update("update outbox set due_at = now() where due_at > now()");
    }

    private static Map<String, Long> timesOnce(List<String> recipients) {
        return recipients.stream().collect(Collectors.toMap(recipient -> recipient, recipient -> 1L));
    }

    private Map<String, Long> timesDelivered(String name) {
        return notifications.brief().stream()
                .filter(brief -> brief.startsWith(name) && brief.endsWith(" DELIVERED"))
                .map(brief -> brief.substring(0, brief.indexOf(' ')))
                .collect(Collectors.groupingBy(recipient -> recipient, Collectors.counting()));
    }
}
