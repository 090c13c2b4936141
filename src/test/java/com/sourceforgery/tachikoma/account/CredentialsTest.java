package com.sourceforgery.tachikoma.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sourceforgery.tachikoma.call.CallFailure;
import com.sourceforgery.tachikoma.call.CallFailure.Reason;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {
    private static final WebTokens WEB_TOKENS = new WebTokens(List.of("key"), Clock.systemUTC());

    private final Credentials credentials = new Credentials(WEB_TOKENS);

    private static Map<String, Object> user(String role) {
        return Map.of(
                "user_id", 7L, "account_id", 3L, "role", role, "credentials_version", 1, "mail_domain", "example.com");
    }

    private static void assertReason(Reason reason, Runnable call) {
        assertEquals(reason, assertThrows(CallFailure.class, call::run).reason());
    }

    @Test
    void anApiTokenIsLookedUpByItsDomainInLowerCaseAndItsHash() {
        assertEquals(
                Map.of("mail_domain", "example.com", "token_hash", Tokens.hexHash("secret:with colon")),
                credentials.read(" Example.COM:secret:with colon ", null));
    }

    @Test
    void anApiTokenCountsWhenThereAreBoth() {
        String webToken = WEB_TOKENS.issue(Caller.of(user("FRONTEND")), Duration.ofHours(1));

        assertEquals(
                "example.com", credentials.read("example.com:secret", webToken).get("mail_domain"));
        assertReason(Reason.UNAUTHENTICATED, () -> credentials.read("", webToken));
    }

    @Test
    void aWebTokenIsLookedUpByUserAndVersion() {
        String webToken = WEB_TOKENS.issue(Caller.of(user("FRONTEND")), Duration.ofHours(1));

        assertEquals(
                Map.of("user_id", 7L, "account_id", 3L, "credentials_version", 1), credentials.read(null, webToken));
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"secret", ":secret", "example.com:"})
    void whatIsNoApiTokenIsRefused(String apiToken) {
        assertReason(Reason.UNAUTHENTICATED, () -> credentials.read(apiToken, null));
    }

    @Test
    void eachRoleMayWhatItIsFor() {
        assertEquals(Role.BACKEND, credentials.backend(user("BACKEND")).role());
        assertEquals(Role.FRONTEND, credentials.frontend(user("FRONTEND")).role());
        assertEquals(
                Role.FRONTEND_ADMIN,
                credentials.frontend(user("FRONTEND_ADMIN")).role());
        assertEquals(
                Role.FRONTEND_ADMIN, credentials.admin(user("FRONTEND_ADMIN")).role());
        assertReason(Reason.FORBIDDEN, () -> credentials.admin(user("FRONTEND")));
        assertReason(Reason.FORBIDDEN, () -> credentials.admin(user("BACKEND")));
        assertReason(Reason.FORBIDDEN, () -> credentials.frontend(user("BACKEND")));
        assertReason(Reason.FORBIDDEN, () -> credentials.backend(user("FRONTEND_ADMIN")));
    }

    @Test
    void nobodyMayNothing() {
        assertReason(Reason.UNAUTHENTICATED, () -> credentials.frontend(null));
        assertReason(Reason.UNAUTHENTICATED, () -> credentials.admin(null));
        assertReason(Reason.UNAUTHENTICATED, () -> credentials.backend(null));
    }

    @Test
    void aDomainIsOnesOwnInWhateverSpelling() {
        Caller caller = new Caller(7, 3, Role.FRONTEND_ADMIN, 1, "xn--bcher-kva.example", null, null);

        caller.checkOwns("mail_domain", "");
        caller.checkOwns("mail_domain", "Bücher.EXAMPLE");
        assertReason(Reason.FORBIDDEN, () -> caller.checkOwns("mail_domain", "example.com"));
        assertReason(Reason.FORBIDDEN, () -> caller.checkOwns("mail_domain", "no domain"));
    }
}
