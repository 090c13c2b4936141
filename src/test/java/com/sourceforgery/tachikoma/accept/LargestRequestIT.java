package com.sourceforgery.tachikoma.accept;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailQueueStatus;
import com.sourceforgery.tachikoma.testsupport.Installation;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LargestRequestIT {
    private static final int RECIPIENTS = 100_000;

    @RegisterExtension
    static final Installation installation = Installation.ofWebserver();

    @Test
    void aHundredThousandRecipientsOfOneCallAreAcceptedInTheirOrder() throws Exception {
        String[] addresses = IntStream.range(0, RECIPIENTS)
                .mapToObj(i -> "user" + i + "@world.example")
                .toArray(String[]::new);

        List<EmailQueueStatus> statuses = installation.send(addresses);

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
        assertEquals(
                RECIPIENTS,
                installation
                        .database()
                        .count("outbox o join email e on e.id = o.email_id and e.recipient ~ '^user\\d+@'"));
    }
}
