package com.sourceforgery.tachikoma.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.util.JsonFormat;
import com.sourceforgery.tachikoma.Tachikoma;
import com.sourceforgery.tachikoma.grpc.frontend.EmailNotification;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EventsCommandIT {
    @RegisterExtension
    static final Installation installation = Installation.whole();

    @BeforeAll
    static void aMailWasDeliveredAndOneBounced() throws Exception {
        send("ada@world.example");
        send("bounce+5.1.1@world.example");
    }

    private static void send(String recipient) throws Exception {
        installation.send(recipient);
        await().until(() ->
                Terminal.run(installation, "events", "--to", recipient).words().size() == 3);
    }

    @Test
    void eventsOfAnAddressAreShownInColumns() throws Exception {
        Terminal terminal = Terminal.run(installation, "events", "--to", "bounce+5.1.1@world.example");
        assertEquals(0, terminal.exit(), terminal.err());
        assertEquals(
                List.of("TIME", "EVENT", "MAIL", "TO", "FROM", "DETAIL"),
                terminal.words().get(0));
        assertEquals("queued", terminal.words().get(1).get(1));
        List<String> bounce = terminal.words().get(2);
        assertEquals("hard bounced", bounce.get(1));
        assertTrue(bounce.get(5).contains("5.1.1"), bounce.toString());
    }

    @Test
    void theKindOfEventChooses() throws Exception {
        Terminal terminal = Terminal.run(installation, "events", "--event", "HARD_BOUNCED", "--json");
        EmailNotification.Builder event = EmailNotification.newBuilder();
        JsonFormat.parser().merge(terminal.out().lines().findFirst().orElseThrow(), event);
        assertTrue(event.hasHardBouncedEvent());
        assertEquals(1, terminal.out().lines().count());
    }

    @Test
    void nothingInThatTimeIsSaid() throws Exception {
        assertEquals(
                "No events.\n",
                Terminal.run(installation, "events", "--since", "+1d").out());
    }

    @Test
    void followingGoesOnWithWhatHappens() throws Exception {
        StringWriter out = new StringWriter();
        String url = installation.url("FRONTEND_ADMIN");
        Thread follower = new Thread(() -> Tachikoma.commandLine()
                .setOut(new PrintWriter(out, true))
                .execute("events", "--follow", "--to", "later@world.example", "--url", url));
        follower.start();
        try {
            await().until(() -> installation.database().count("event_subscription") == 1);
            send("later@world.example");
            await().until(() -> out.toString()
                            .lines()
                            .filter(line -> line.contains("later@"))
                            .count()
                    == 2);
            assertTrue(out.toString().contains("delivered"), out.toString());
        } finally {
            follower.interrupt();
            follower.join();
        }
    }
}
