package com.sourceforgery.tachikoma.account;

import static com.sourceforgery.tachikoma.testsupport.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.grpc.frontend.admin.account.AccountServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.admin.account.UpdateSettingsRequest;
import com.sourceforgery.tachikoma.grpc.frontend.admin.account.UpdateSettingsResponse;
import com.sourceforgery.tachikoma.testsupport.FakeNode;
import com.sourceforgery.tachikoma.testsupport.Installation;
import io.grpc.Status;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A domain has a base URL of its own for the links in its mails, when its administrator wants one. */
class AccountSettingsIT {
    @RegisterExtension
    static final Installation installation = Installation.ofWebserver().with("BASE_URL", "https://server.example/");

    private static UpdateSettingsResponse update(UpdateSettingsRequest.Builder request) throws Exception {
        return installation
                .as("FRONTEND_ADMIN", AccountServiceGrpc::newBlockingStub)
                .updateSettings(request.build());
    }

    private static UpdateSettingsRequest.Builder baseUrl(String url) {
        return UpdateSettingsRequest.newBuilder().setBaseUrl(url);
    }

    private static void assertLinksBeginWith(FakeNode node, String prefix) throws Exception {
        installation.send("ada@world.example");
        var mail = node.take();
        String text = mail.getBodyBytes().toStringUtf8().replace("\r\n", "");
        node.queued(mail, "Q" + mail.getEmailId());
        assertTrue(text.contains("<" + prefix), text);
    }

    @Test
    void mailsHaveTheLinksThatAreSetFromThenOn() throws Exception {
        try (FakeNode node = installation.fakeNode()) {
            assertLinksBeginWith(node, "https://server.example/");

            assertEquals(
                    "https://mail.shop.example/links/",
                    update(baseUrl("https://mail.shop.example/links")).getBaseUrl());
            assertLinksBeginWith(node, "https://mail.shop.example/links/");

            assertEquals("", update(baseUrl("")).getBaseUrl());
            assertLinksBeginWith(node, "https://server.example/");
        }
    }

    @Test
    void whatIsNotGivenStays() throws Exception {
        update(baseUrl("http://shop.example:8070/"));

        UpdateSettingsResponse now = update(UpdateSettingsRequest.newBuilder().setMailDomain("EXAMPLE.com"));

        assertEquals("http://shop.example:8070/", now.getBaseUrl());
        assertEquals(Installation.DOMAIN, now.getMailDomain());
        update(baseUrl(""));
    }

    @Test
    void anotherDomainIsRefused() {
        assertRefused(
                Status.Code.PERMISSION_DENIED,
                "mail_domain",
                () -> update(baseUrl("https://shop.example/").setMailDomain("example.net")));
    }

    @Test
    void whatIsNoPrefixOfLinksIsRefused() throws Exception {
        for (String url : List.of(
                "ftp://shop.example/",
                "javascript:alert(1)",
                "//shop.example/",
                "https:///path",
                "https://user@shop.example/",
                "https://shop.example/?a=b",
                "https://shop.example/#here",
                "https://shop.example/with blank",
                "https://shop.example/\r\nX: y",
                "https://bücher.example/",
                "https://shop.example/" + "x".repeat(500))) {
            assertRefused(Status.Code.INVALID_ARGUMENT, "base_url", () -> update(baseUrl(url)));
        }
        assertEquals("", update(UpdateSettingsRequest.newBuilder()).getBaseUrl());
    }
}
