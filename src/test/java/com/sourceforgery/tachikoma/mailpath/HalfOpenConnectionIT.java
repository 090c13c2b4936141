package com.sourceforgery.tachikoma.mailpath;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sourceforgery.tachikoma.config.Settings;
import com.sourceforgery.tachikoma.node.NodeRole;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Mails;
import com.sourceforgery.tachikoma.testsupport.Notifications;
import com.sourceforgery.tachikoma.testsupport.RealServices;
import com.sourceforgery.tachikoma.testsupport.StallingProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class HalfOpenConnectionIT {
    @RegisterExtension
    static final RealServices services = new RealServices();

    @TempDir
    Path folder;

    @Test
    void aNodeWhoseConnectionWentDeadWithoutAWordConnectsAgainAndMailFlowsOn() throws Exception {
        try (Installation installation = new Installation(services, folder)) {
            installation.startSink();
            installation.startWebserver();
            Notifications notifications = installation.follow();
            try (StallingProxy proxy = new StallingProxy(installation.port());
                    NodeRole node = new NodeRole()) {
                node.start(settings(installation, proxy), Map.of("camel.management.enabled", "false"));
                sendAndAwait(installation, notifications, "before@world.example");
                proxy.stall();
                sendAndAwait(installation, notifications, "after@world.example");
            }
        }
    }

    private static Settings settings(Installation installation, StallingProxy proxy) throws Exception {
        Map<String, String> settings = new HashMap<>(installation.nodeSettings());
        settings.computeIfPresent(
                "TACHIKOMA_URL", (name, url) -> url.replace(":" + installation.port() + "/", ":" + proxy.port() + "/"));
        return Settings.of(settings, new Properties());
    }

    private static void sendAndAwait(Installation installation, Notifications notifications, String recipient)
            throws Exception {
        installation.delivery().sendEmailUnary(Mails.to(recipient).build());
        await().atMost(Duration.ofSeconds(120))
                .untilAsserted(() -> assertEquals(
                        List.of(recipient + " QUEUED", recipient + " DELIVERED"),
                        notifications.brief().stream()
                                .filter(brief -> brief.startsWith(recipient))
                                .toList()));
    }
}
