package com.sourceforgery.tachikoma.webserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.config.SettingException;
import com.sourceforgery.tachikoma.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsSettingsTest {
    @TempDir
    Path folder;

    private static Optional<TlsSettings> of(Map<String, String> environment) {
        return TlsSettings.of(Settings.of(environment, new Properties()));
    }

    private String file(String name) throws IOException {
        return Files.writeString(folder.resolve(name), "").toString();
    }

    @Test
    void withoutSettingsThePortIsPlain() {
        assertTrue(of(Map.of()).isEmpty());
    }

    @Test
    void clientsNeedNoCertificateUnlessAnAuthorityIsSet() throws IOException {
        TlsSettings tls = of(Map.of("SSL_CERT_CHAIN_FILE", file("chain"), "SSL_CERT_KEY_FILE", file("key")))
                .orElseThrow();

        assertEquals(folder.resolve("chain"), tls.certificateChain());
        assertTrue(tls.clientAuthority().isEmpty());
    }

    @Test
    void aCertificateWithoutAKeyStopsTheStart() throws IOException {
        Map<String, String> settings = Map.of("SSL_CERT_CHAIN_FILE", file("chain"));
        SettingException failure = assertThrows(SettingException.class, () -> of(settings));

        assertTrue(failure.getMessage().startsWith("SSL_CERT_KEY_FILE is not set"));
    }

    @Test
    void aFileThatIsNotThereStopsTheStart() {
        Map<String, String> settings = Map.of("SSL_CERT_CHAIN_FILE", "/nowhere/chain");
        SettingException failure = assertThrows(SettingException.class, () -> of(settings));

        assertTrue(failure.getMessage().contains("/nowhere/chain"));
    }
}
