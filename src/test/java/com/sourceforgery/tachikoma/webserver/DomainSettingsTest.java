package com.sourceforgery.tachikoma.webserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.config.SettingException;
import com.sourceforgery.tachikoma.config.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DomainSettingsTest {
    private static WebserverSettings read(String mailDomains, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "SQL_URL", "postgres://user:password@localhost/db",
                "MQ_URL", "amqp://localhost",
                "LINK_SIGN_KEY", "a",
                "WEBTOKEN_SIGN_KEY", "b",
                "MAIL_DOMAINS", mailDomains));
        settings.putAll(more);
        return WebserverSettings.read(Settings.of(settings, new Properties()));
    }

    @Test
    void mailDomainsAreKeptInAsciiAndLowerCaseAndEachOnce() {
        assertEquals(
                List.of("example.com", "xn--bcher-kva.example"),
                read("Example.COM, bücher.example, xn--bcher-kva.example", Map.of())
                        .mailDomains());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"exa mple.com", "-example.com", "example..com", "example.com.", "192.0.2.1", "straße.example"})
    void whatIsNoDomainNameStopsTheStart(String domain) {
        String sentence = assertThrows(SettingException.class, () -> read(domain, Map.of()))
                .getMessage();

        assertTrue(sentence.startsWith("MAIL_DOMAINS has '" + domain + "', which has a "), sentence);
    }

    @Test
    void theDomainOfBounceAddressesIsKeptInAscii() {
        assertNull(read("example.com", Map.of()).unsubscribeDomain());
        assertEquals(
                "xn--bcher-kva.example",
                read("example.com", Map.of("UNSUBSCRIBE_DOMAIN_OVERRIDE", "BÜCHER.example"))
                        .unsubscribeDomain());
        assertThrows(
                SettingException.class, () -> read("example.com", Map.of("UNSUBSCRIBE_DOMAIN_OVERRIDE", "two words")));
    }
}
