package com.sourceforgery.tachikoma.node;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.component.mtaqueue.FakeWebserver;
import com.sourceforgery.tachikoma.config.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeRoleTest {
    @TempDir
    private Path folder;

    @Test
    void aMailGoesToPostfixAndItsDeliveryIsReported() throws Exception {
        try (FakeWebserver webserver = new FakeWebserver();
                ScriptedSmtpServer postfix = new ScriptedSmtpServer();
                NodeRole node = new NodeRole()) {
            Path log = folder.resolve("mail.log");
            node.start(
                    Settings.of(
                            Map.of(
                                    "TACHIKOMA_URL", webserver.url(),
                                    "TACHIKOMA_HOSTNAME", "node.example.com",
                                    "TACHIKOMA_SMTP", "127.0.0.1:" + postfix.port(),
                                    "TACHIKOMA_MAILLOG", log.toString(),
                                    "TACHIKOMA_STATE", folder.resolve("state").toString()),
                            new Properties()),
                    Map.of("camel.management.enabled", "false"));
            await().until(webserver::isConnected);
            webserver.offer(7, "bounce-1@example.com", "anna@example.org");
            await().until(() -> !webserver.answers.isEmpty());
            Files.writeString(
                    log,
                    "Jan  5 12:00:00 host postfix/smtp[12]: 4Xyz1: to=<anna@example.org>, relay=mx[192.0.2.1]:25, "
                            + "delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 ok)\n");
            await().until(() -> !webserver.reports.isEmpty());
            assertTrue(webserver.answers.get(0).getSuccess());
            assertEquals("4Xyz1", webserver.answers.get(0).getQueueId());
            assertEquals("2.0.0", webserver.reports.get(0).getStatus());
        }
    }
}
