package com.sourceforgery.tachikoma.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.JsonFormat;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailQueueStatus;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.grpc.frontend.schedule.ScheduledEmail;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Mails;
import com.sourceforgery.tachikoma.testsupport.Terminal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ScheduledCommandIT {
    @RegisterExtension
    static final Installation installation = Installation.ofWebserver();

    @BeforeEach
    void nothingWaits() {
        installation.database().update("delete from outbox");
    }

    private static EmailQueueStatus send(String... recipients) throws Exception {
        OutgoingEmail.Builder mail = Mails.to(recipients)
                .setSendAt(Timestamp.newBuilder().setSeconds(Instant.now().getEpochSecond() + 3600));
        mail.getTrackingDataBuilder().addTags("news");
        return installation.delivery().sendEmailUnary(mail.build()).getList(0);
    }

    private static String mail(EmailQueueStatus status) {
        return Long.toString(status.getEmailId().getId());
    }

    private static String transaction(EmailQueueStatus status) {
        return Long.toString(status.getTransactionId().getId());
    }

    @Test
    void waitingMailIsListedInColumns() throws Exception {
        EmailQueueStatus status = send("ada@world.example");
        Terminal terminal = Terminal.run(installation, "scheduled", "list", "--before", "+2h", "--tag", "news");
        assertEquals(0, terminal.exit(), terminal.err());
        assertEquals(
                List.of("MAIL", "TRANSACTION", "DUE", "FROM", "TO", "TAGS"),
                terminal.words().get(0));
        List<String> row = terminal.words().get(1);
        assertEquals(List.of(mail(status), transaction(status)), row.subList(0, 2));
        assertEquals(List.of("shop@example.com", "ada@world.example", "news"), row.subList(3, 6));
    }

    @Test
    void waitingMailIsListedAsJsonForPrograms() throws Exception {
        EmailQueueStatus status = send("ada@world.example");
        Terminal terminal = Terminal.run(installation, "scheduled", "list", "--to", "ada@world.example", "--json");
        ScheduledEmail.Builder listed = ScheduledEmail.newBuilder();
        JsonFormat.parser().merge(terminal.out(), listed);
        assertEquals(status.getEmailId(), listed.getEmailId());
    }

    @Test
    void anEmptyListSaysSo() throws Exception {
        assertEquals(
                "Nothing waits.\n",
                Terminal.run(installation, "scheduled", "list").out());
    }

    @Test
    void aTransactionIsCancelledAndASecondTimeIsTooLate() throws Exception {
        EmailQueueStatus status = send("ada@world.example", "bea@world.example");
        Terminal terminal = Terminal.run(installation, "scheduled", "cancel", "--transaction", transaction(status));
        assertEquals("2 mails cancelled.\n", terminal.out());
        assertEquals(0, terminal.exit());
        Terminal again = Terminal.run(installation, "scheduled", "cancel", "--transaction", transaction(status));
        assertEquals(1, again.exit());
        assertTrue(again.err().contains("Too late"), again.err());
    }

    @Test
    void aMailIsMovedAndThenMadeDue() throws Exception {
        EmailQueueStatus status = send("ada@world.example");
        assertEquals(
                "1 mail moved.\n",
                Terminal.run(installation, "scheduled", "move", "--mail", mail(status), "--at", "2099-05-01T08:00")
                        .out());
        Terminal moved = Terminal.run(installation, "scheduled", "list", "--from", "2099-05-01T08:00");
        assertTrue(moved.out().contains("2099-05-01 08:00:00"), moved.out());
        assertEquals(
                "1 mail due now.\n",
                Terminal.run(installation, "scheduled", "now", "--mail", mail(status))
                        .out());
    }

    @Test
    void aTimeThatIsNoneIsNamed() throws Exception {
        Terminal terminal = Terminal.run(installation, "scheduled", "list", "--from", "tomorrow");
        assertEquals(1, terminal.exit());
        assertTrue(terminal.err().startsWith("--from is 'tomorrow', which is none of "), terminal.err());
    }
}
