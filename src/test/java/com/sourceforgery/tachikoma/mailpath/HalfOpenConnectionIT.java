package com.sourceforgery.tachikoma.mailpath;

import com.sourceforgery.tachikoma.config.Settings;
import com.sourceforgery.tachikoma.node.NodeRole;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Notifications;
import com.sourceforgery.tachikoma.testsupport.StallingProxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HalfOpenConnectionIT {
    @RegisterExtension
    static final Installation installation = Installation.notStarted();

    @Test
    void aNodeWhoseConnectionWentDeadWithoutAWordConnectsAgainAndMailFlowsOn() throws Exception {
        installation.startSink();
        installation.startWebserver();
        Notifications notifications = installation.follow();
        try (StallingProxy proxy = new StallingProxy(installation.port());
                NodeRole node = new NodeRole()) {
            node.start(settings(proxy), Map.of("camel.management.enabled", "false"));
            sendAndAwait(notifications, "before@world.example");
            proxy.stall();
            sendAndAwait(notifications, "after@world.example");
        }
    }

    private static Settings settings(StallingProxy proxy) throws Exception {
        Map<String, String> settings = new HashMap<>(installation.nodeSettings());
        settings.computeIfPresent(
                "TACHIKOMA_URL", (name, url) -> url.replace(":" + installation.port() + "/", ":" + proxy.port() + "/"));
        return Settings.of(settings, new Properties());
    }

    private static void sendAndAwait(Notifications notifications, String recipient) throws Exception {
        installation.send(recipient);
        notifications.awaitEvents(recipient, "QUEUED", "DELIVERED");
    }
}
