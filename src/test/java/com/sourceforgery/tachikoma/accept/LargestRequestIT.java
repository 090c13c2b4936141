package com.sourceforgery.tachikoma.accept;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailQueueStatus;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Mails;
import com.sourceforgery.tachikoma.testsupport.RealServices;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class LargestRequestIT {
    private static final int RECIPIENTS = 100_000;

    @RegisterExtension
    static final RealServices services = new RealServices();

    @Test
    void aHundredThousandRecipientsOfOneCallAreAcceptedInTheirOrder(@TempDir Path folder) throws Exception {
        String[] addresses = IntStream.range(0, RECIPIENTS)
                .mapToObj(i -> "user" + i + "@world.example")
                .toArray(String[]::new);
        try (Installation installation = new Installation(services, folder)) {
            installation.startWebserver();

            List<EmailQueueStatus> statuses = installation
                    .delivery()
                    .sendEmailUnary(Mails.to(addresses).build())
                    .getListList();

            assertEquals(
                    List.of(addresses),
                    statuses.stream()
                            .map(status -> status.getRecipient().getEmail())
                            .toList());
            assertTrue(statuses.stream().allMatch(EmailQueueStatus::hasQueued));
            assertEquals(
                    RECIPIENTS,
                    statuses.stream()
                            .map(status -> status.getEmailId().getId())
                            .distinct()
                            .count());
            assertEquals(RECIPIENTS, waiting());
        }
    }

    private static long waiting() throws Exception {
        try (Connection connection = services.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select count(*) from outbox o join email e on e.id = o.email_id and e.recipient ~ '^user\\d+@'")) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
