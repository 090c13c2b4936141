package com.sourceforgery.tachikoma.mailpath;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.RealServices;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class HealthIT {
    @RegisterExtension
    static final RealServices services = new RealServices();

    @Test
    void aServerWithoutItsDatabaseCannotBeGivenCallsUntilItIsBack(@TempDir Path folder) throws Exception {
        try (Installation installation = new Installation(services, folder)) {
            installation.startWebserver();
            assertEquals("200 UP", health(installation));
            services.postgres().kill();
            try {
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> health(installation).equals("503 DOWN"));
            } finally {
                services.postgres().start();
            }
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> health(installation).equals("200 UP"));
        }
    }

    private static String health(Installation installation) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + installation.port() + "/health"))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        return response.statusCode() + " " + response.body();
    }
}
