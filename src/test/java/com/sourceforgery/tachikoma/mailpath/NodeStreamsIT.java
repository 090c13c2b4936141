package com.sourceforgery.tachikoma.mailpath;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.mta.EmailMessage;
import com.sourceforgery.tachikoma.testsupport.FakeNode;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Mails;
import com.sourceforgery.tachikoma.testsupport.RealServices;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** What nodes of every age are given, and when one counts as gone. */
class NodeStreamsIT {
    private static final int SILENCE_SECONDS = 15;

    @RegisterExtension
    static final RealServices services = new RealServices();

    @TempDir
    static Path folder;

    static Installation installation;
    static JdbcTemplate database;

    @BeforeAll
    static void start() throws Exception {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
        installation = new Installation(services, folder)
                .withProperty("tachikoma.session.silence-seconds", Integer.toString(SILENCE_SECONDS));
        installation.startWebserver();
        database = new JdbcTemplate(services.dataSource());
    }

    @AfterAll
    static void stop() throws Exception {
        installation.close();
    }

    private static String token() throws Exception {
        return installation.apiToken("BACKEND");
    }

    private static void send(String... recipients) throws Exception {
        installation.delivery().sendEmailUnary(Mails.to(recipients).build());
    }

    private static void nothingIsLeftToSend() {
        await().until(() -> database.queryForObject("select count(*) from outbox", Long.class) == 0);
    }

    @Test
    void anOldNodeThatSendsNothingFirstGetsMailAndTakesItOneByOne() throws Exception {
        try (FakeNode old = FakeNode.connectPlainly(token(), installation.channel())) {
            send("one@world.example", "two@world.example", "three@world.example");
            Set<String> recipients = new TreeSet<>();
            for (int i = 0; i < 3; i++) {
                EmailMessage mail = old.take();
                recipients.add(mail.getEmailAddress());
                old.queued(mail, "Q" + mail.getEmailId());
            }
            assertEquals(Set.of("one@world.example", "two@world.example", "three@world.example"), recipients);
            nothingIsLeftToSend();
            assertEquals(0, old.keepAlives().size());
        }
    }

    @Test
    void aNodeOfTheFirstKindIsNotTakenForGoneWhenItHasNothingToSay() throws Exception {
        try (FakeNode old = FakeNode.connectPlainly(token(), installation.channel());
                FakeNode silent = FakeNode.connect(token(), installation.channel())) {
            await().until(() -> silent.ended() != null);
            assertNull(old.ended());
            send("patient@world.example");
            EmailMessage mail = old.take();
            old.queued(mail, "Q" + mail.getEmailId());
            nothingIsLeftToSend();
        }
    }

    @Test
    void aNodeHearsKeepAlivesOfAThousandCharacters() throws Exception {
        try (FakeNode node = FakeNode.connect(token(), installation.channel())) {
            await().until(() -> !node.keepAlives().isEmpty());
            assertEquals("x".repeat(1000), node.keepAlives().get(0));
        }
    }

    @Test
    void aNodeThatIsSilentIsGoneAndItsMailsAreOfferedAgain() throws Exception {
        FakeNode silent = FakeNode.connect(token(), installation.channel());
        send("silence@world.example");
        EmailMessage mail = silent.take();
        await().until(() -> silent.ended() != null);
        assertEquals(Status.Code.UNAVAILABLE, silent.ended().getCode());
        try (FakeNode next = FakeNode.connect(token(), installation.channel())) {
            assertEquals(mail, next.take());
            next.queued(mail, "Q" + mail.getEmailId());
            nothingIsLeftToSend();
        }
    }

    @Test
    void aNodeThatSendsSignsOfLifeStays() throws Exception {
        try (FakeNode alive = FakeNode.connect(token(), installation.channel());
                FakeNode silent = FakeNode.connect(token(), installation.channel())) {
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
            FakeNode.connect(token(), installation.channel()).cut();
        }
        await().until(() -> database.queryForObject("select count(*) from node_session", Long.class) == 0);
        try (FakeNode node = FakeNode.connect(token(), installation.channel())) {
            for (int i = 0; i < 20; i++) {
                send("swift" + i + "@world.example");
                EmailMessage mail = node.take();
                node.queued(mail, "Q" + mail.getEmailId());
            }
            nothingIsLeftToSend();
            assertTrue(node.ended() == null);
        }
    }
}
