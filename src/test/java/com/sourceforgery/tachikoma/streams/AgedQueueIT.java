package com.sourceforgery.tachikoma.streams;

import static org.awaitility.Awaitility.await;

import com.sourceforgery.tachikoma.grpc.frontend.tracking.NotificationStreamParameters;
import com.sourceforgery.tachikoma.testsupport.BrokerView;
import com.sourceforgery.tachikoma.testsupport.FakeNode;
import com.sourceforgery.tachikoma.testsupport.FrontendUser;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Mails;
import com.sourceforgery.tachikoma.testsupport.Notifications;
import com.sourceforgery.tachikoma.testsupport.RealServices;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

class AgedQueueIT {
    @RegisterExtension
    static final RealServices services = new RealServices();

    @Test
    void eventsThatAreTooOldForTheQueueComeFromTheDatabase(@TempDir Path folder) throws Exception {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
        try (Installation installation =
                new Installation(services, folder).withProperty("tachikoma.stream.queue-age-seconds", "2")) {
            installation.startWebserver();
            BrokerView broker = new BrokerView(services);
            FrontendUser user = FrontendUser.create(new JdbcTemplate(services.dataSource()));
            try (Notifications known = follow(installation, user)) {
                await().until(() -> broker.consumers(user.queue()) == 1 && known.ended() == null);
            }
            await().until(() -> broker.consumers(user.queue()) == 0);
            try (FakeNode node = FakeNode.queueingAll(installation.apiToken("BACKEND"), installation.channel())) {
                installation
                        .delivery()
                        .sendEmailUnary(Mails.to("old@world.example").build());
                await().until(() -> broker.waiting(user.queue() + ".dropped") == 1);
            }
            try (Notifications back = follow(installation, user)) {
                await().until(() -> back.brief().contains("old@world.example QUEUED"));
            }
        }
    }

    private static Notifications follow(Installation installation, FrontendUser user) {
        return installation.follow(
                new Notifications(), user.apiToken(), NotificationStreamParameters.getDefaultInstance());
    }
}
