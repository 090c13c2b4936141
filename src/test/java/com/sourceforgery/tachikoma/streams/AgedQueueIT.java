package com.sourceforgery.tachikoma.streams;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.sourceforgery.tachikoma.testsupport.BrokerView;
import com.sourceforgery.tachikoma.testsupport.FakeNode;
import com.sourceforgery.tachikoma.testsupport.FrontendUser;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Notifications;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AgedQueueIT {
    @RegisterExtension
    static final Installation installation =
            Installation.ofWebserver().withProperty("tachikoma.stream.queue-age-seconds", "2");

    @Test
    void eventsThatAreTooOldForTheQueueComeFromTheDatabase() throws Exception {
        BrokerView broker = new BrokerView(installation.services());
        FrontendUser user = FrontendUser.create(installation.database());
        try (Notifications known = installation.follow(user.apiToken())) {
            broker.awaitConsumers(user.queue(), 1);
            assertNull(known.ended());
        }
        broker.awaitConsumers(user.queue(), 0);
        try (FakeNode node = installation.queueingNode()) {
            installation.send("old@world.example");
            await().until(() -> broker.waiting(user.queue() + ".dropped") == 1);
        }
        try (Notifications back = installation.follow(user.apiToken())) {
            await().until(() -> back.brief().contains("old@world.example QUEUED"));
        }
    }
}
