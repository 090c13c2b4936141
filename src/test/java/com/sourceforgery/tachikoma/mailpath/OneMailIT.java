package com.sourceforgery.tachikoma.mailpath;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailQueueStatusList;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Mails;
import com.sourceforgery.tachikoma.testsupport.Notifications;
import com.sourceforgery.tachikoma.testsupport.RealServices;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class OneMailIT {
    @RegisterExtension
    static final RealServices services = new RealServices();

    @Test
    void aMailGoesFromACallToTheWorldAndItsEventsComeBack(@TempDir Path folder) throws Exception {
        try (Installation installation = new Installation(services, folder).start()) {
            Notifications notifications = installation.follow();

            EmailQueueStatusList statuses = installation
                    .delivery()
                    .sendEmailUnary(Mails.to("ada@world.example").build());

            assertEquals(1, statuses.getListCount());
            assertTrue(statuses.getList(0).hasQueued());
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertEquals(
                            List.of("ada@world.example QUEUED", "ada@world.example DELIVERED"), notifications.brief()));
            assertEquals(1, installation.sink().store().count());
        }
    }
}
