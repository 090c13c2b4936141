package com.sourceforgery.tachikoma.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sourceforgery.tachikoma.call.CallFailure;
import com.sourceforgery.tachikoma.call.CallFailure.Reason;
import com.sourceforgery.tachikoma.grpc.frontend.auth.AuthRole;
import com.sourceforgery.tachikoma.grpc.frontend.auth.WebTokenAuthData;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebTokensTest {
    private static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");
    private static final Caller ADA = new Caller(7, 3, Role.FRONTEND_ADMIN, 2, "example.com", null, null);

    private static WebTokens tokens(Instant now, String... keys) {
        return new WebTokens(List.of(keys), Clock.fixed(now, ZoneOffset.UTC));
    }

    private static String issue(String key) {
        return tokens(NOW, key).issue(ADA, Duration.ofHours(12));
    }

    private static void assertRefused(WebTokens tokens, String token) {
        CallFailure failure = assertThrows(CallFailure.class, () -> tokens.verify(token));
        assertEquals(Reason.UNAUTHENTICATED, failure.reason());
    }

    @Test
    void aTokenSaysWhoseItIsAndHowLong() {
        WebTokenAuthData data = tokens(NOW, "key").verify(issue("key"));

        assertEquals(7, data.getUserId());
        assertEquals(3, data.getAccountId());
        assertEquals(AuthRole.FRONTEND_ADMIN, data.getAuthenticationRole());
        assertEquals(2, data.getCredentialsVersion());
        assertEquals(
                NOW.plus(Duration.ofHours(12)).getEpochSecond(),
                data.getExpires().getSeconds());
    }

    @Test
    void aTokenIsGoodUntilItExpires() {
        String token = issue("key");
        Instant end = NOW.plus(Duration.ofHours(12));

        tokens(end.minusMillis(1), "key").verify(token);
        assertRefused(tokens(end, "key"), token);
    }

    @Test
    void theFirstKeySignsAndAllVerify() {
        tokens(NOW, "new", "old").verify(issue("old"));
        tokens(NOW, "new").verify(tokens(NOW, "new", "old").issue(ADA, Duration.ofHours(1)));
        assertRefused(tokens(NOW, "old"), tokens(NOW, "new", "old").issue(ADA, Duration.ofHours(1)));
    }

    @Test
    void aTokenThatSaysMoreThanWasSignedIsRefused() {
        String signature = issue("key").split("\\.")[0];
        String data = Base64.getEncoder()
                .encodeToString(WebTokenAuthData.newBuilder()
                        .setUserId(8)
                        .setAccountId(3)
                        .setCredentialsVersion(2)
                        .build()
                        .toByteArray());

        assertRefused(tokens(NOW, "key"), signature + "." + data);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a", "no base64.at all", "YQ==", "YQ==.", ".YQ==", "YQ==.YQ==", "YQ==.YQ==.YQ=="})
    void whatIsNoTokenIsRefused(String text) {
        assertRefused(tokens(NOW, "key"), text);
    }
}
