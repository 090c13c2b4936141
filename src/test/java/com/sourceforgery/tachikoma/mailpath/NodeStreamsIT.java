package com.sourceforgery.tachikoma.mailpath;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.mta.EmailMessage;
import com.sourceforgery.tachikoma.testsupport.FakeNode;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.TestDatabase;
import io.grpc.Status;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What nodes of every age are given, and when one counts as gone. */
class NodeStreamsIT {
    private static final int SILENCE_SECONDS = 15;

    @RegisterExtension
    static final Installation installation = Installation.ofWebserver()
            .withProperty("tachikoma.session.silence-seconds", Integer.toString(SILENCE_SECONDS));

    static final TestDatabase database = installation.database();

    @Test
    void anOldNodeThatSendsNothingFirstGetsMailAndTakesItOneByOne() throws Exception {
        try (FakeNode old = FakeNode.connectPlainly(installation.apiToken("BACKEND"), installation.channel())) {
            installation.send("one@world.example", "two@world.example", "three@world.example");
            Set<String> recipients = new TreeSet<>();
            for (int i = 0; i < 3; i++) {
                EmailMessage mail = old.take();
                recipients.add(mail.getEmailAddress());
                old.queued(mail, "Q" + mail.getEmailId());
            }
            assertEquals(Set.of("one@world.example", "two@world.example", "three@world.example"), recipients);
            database.awaitEmpty("outbox");
            assertEquals(0, old.keepAlives().size());
        }
    }

    @Test
    void aNodeOfTheFirstKindIsNotTakenForGoneWhenItHasNothingToSay() throws Exception {
        try (FakeNode old = FakeNode.connectPlainly(installation.apiToken("BACKEND"), installation.channel());
                FakeNode silent = installation.fakeNode()) {
            await().until(() -> silent.ended() != null);
            assertNull(old.ended());
            installation.send("patient@world.example");
            EmailMessage mail = old.take();
            old.queued(mail, "Q" + mail.getEmailId());
            database.awaitEmpty("outbox");
        }
    }

    @Test
    void aNodeHearsKeepAlivesOfAThousandCharacters() throws Exception {
        try (FakeNode node = installation.fakeNode()) {
            await().until(() -> !node.keepAlives().isEmpty());
            assertEquals("x".repeat(1000), node.keepAlives().get(0));
        }
    }

    @Test
    void aNodeThatIsSilentIsGoneAndItsMailsAreOfferedAgain() throws Exception {
        FakeNode silent = installation.fakeNode();
        installation.send("silence@world.example");
        EmailMessage mail = silent.take();
        silent.assertEnds(Status.Code.UNAVAILABLE);
        try (FakeNode next = installation.fakeNode()) {
            assertEquals(mail, next.take());
            next.queued(mail, "Q" + mail.getEmailId());
            database.awaitEmpty("outbox");
        }
    }

    @Test
    void aNodeThatSendsSignsOfLifeStays() throws Exception {
        try (FakeNode alive = installation.fakeNode();
                FakeNode silent = installation.fakeNode()) {
            await().until(() -> {
                alive.isAlive();
                return silent.ended() != null;
            });
            assertNull(alive.ended());
        }
    }

    @Test
    void aNodeThatLeavesBeforeItsRouteIsThereLeavesNothingBehind() throws Exception {
        for (int i = 0; i < 20; i++) {
            installation.fakeNode().cut();
        }
        database.awaitEmpty("node_session");
        try (FakeNode node = installation.fakeNode()) {
            for (int i = 0; i < 20; i++) {
                installation.send("swift" + i + "@world.example");
                EmailMessage mail = node.take();
                node.queued(mail, "Q" + mail.getEmailId());
            }
            database.awaitEmpty("outbox");
            assertTrue(node.ended() == null);
        }
    }
}
