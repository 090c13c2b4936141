package com.sourceforgery.tachikoma.mailpath;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailQueueStatus;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Notifications;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OneMailIT {
    @RegisterExtension
    static final Installation installation = Installation.whole();

    @Test
    void aMailGoesFromACallToTheWorldAndItsEventsComeBack() throws Exception {
        Notifications notifications = installation.follow();

        List<EmailQueueStatus> statuses = installation.send("ada@world.example");

        assertEquals(1, statuses.size());
        assertTrue(statuses.get(0).hasQueued());
        notifications.awaitEvents("ada@world.example", "QUEUED", "DELIVERED");
        assertEquals(2, notifications.all().size());
        assertEquals(1, installation.sink().store().count());
    }
}
