package com.sourceforgery.tachikoma.component.mtaqueue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.config.SettingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {
    private static ServerAddress parse(String url) {
        return ServerAddress.parse("TACHIKOMA_URL", url);
    }

    @Test
    void aUrlGivesServerDomainAndToken() {
        assertEquals(
                new ServerAddress(false, "mail.example.net", 8070, "example.com", "se:cret"),
                parse("http://example.com:se:cret@mail.example.net:8070/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://example.com:t@mail.example.net/", "gproto+https://example.com:t@mail.example.net"})
    void tlsIsOnTheUsualPort(String url) {
        assertEquals(new ServerAddress(true, "mail.example.net", 443, "example.com", "t"), parse(url));
    }

    @Test
    void theOldSchemeMeansTheSame() {
        assertEquals(parse("http://example.com:t@host:80/"), parse("gproto+http://example.com:t@host/"));
    }

    @Test
    void aTokenMayBeEscaped() {
        assertEquals("a+b/c=", parse("http://example.com:a+b%2Fc%3D@host/").token());
        assertEquals(
                "example.com:a+b/c=",
                parse("http://example.com:a+b%2Fc%3D@host/").apiToken());
    }

    @Test
    void theTokenIsNotShown() {
        assertFalse(parse("http://example.com:secret@host/").toString().contains("secret"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.com:secret@host",
                "ftp://example.com:secret@host/",
                "http://host:8070/",
                "http://example.com@host/",
                "http://:secret@host/",
                "http://example.com:@host/",
                "http://exa mple.com:secret@host/",
                "http://example.com:secret@/"
            })
    void anythingElseIsRefusedWithASentenceThatKeepsTheToken(String url) {
        String message = assertThrows(SettingException.class, () -> parse(url)).getMessage();
        assertTrue(message.startsWith("TACHIKOMA_URL "), message);
        assertFalse(message.contains("secret"), message);
    }
}
