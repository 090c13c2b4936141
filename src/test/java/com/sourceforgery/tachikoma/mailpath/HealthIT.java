package com.sourceforgery.tachikoma.mailpath;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.MailLinks;
import com.sourceforgery.tachikoma.testsupport.PrivatePostgres;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HealthIT {
    @RegisterExtension
    static final Installation installation = Installation.ofWebserver();

    @Test
    void aServerWithoutItsDatabaseCannotBeGivenCallsUntilItIsBack() throws Exception {
        PrivatePostgres postgres = installation.services().postgres();
        assertEquals("200 UP", health());
        postgres.kill();
        try {
            await().until(() -> health().equals("503 DOWN"));
        } finally {
            postgres.start();
        }
        await().until(() -> health().equals("200 UP"));
    }

    private static String health() throws Exception {
        HttpResponse<String> response = new MailLinks(installation.port()).get("/health");
        return response.statusCode() + " " + response.body();
    }
}
