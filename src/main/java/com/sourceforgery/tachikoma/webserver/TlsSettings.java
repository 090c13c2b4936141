package com.sourceforgery.tachikoma.webserver;

import com.sourceforgery.tachikoma.config.SettingException;
import com.sourceforgery.tachikoma.config.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The PEM files of the webserver's TLS.
 *
 * @param certificateChain the server's certificate first, then those that lead to its root
 * @param key of the server's certificate
 * @param clientAuthority certificates of which one must have signed the certificate that each client then has to show
 */
public record TlsSettings(Path certificateChain, Path key, Optional<Path> clientAuthority) {
    private static final String CHAIN = "SSL_CERT_CHAIN_FILE";
    private static final String KEY = "SSL_CERT_KEY_FILE";
    private static final String CLIENT_AUTHORITY = "TACHIKOMA_CLIENT_CA_FILE";

    /**
     * Nothing when none of the settings is there.
     *
     * @throws SettingException when a file cannot be read, or one of certificate and key is missing
     */
    public static Optional<TlsSettings> of(Settings settings) {
        Optional<Path> chain = file(settings, CHAIN);
        Optional<Path> key = file(settings, KEY);
        Optional<Path> clientAuthority = file(settings, CLIENT_AUTHORITY);
        if (chain.isEmpty() && key.isEmpty() && clientAuthority.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new TlsSettings(
                chain.orElseThrow(() -> missing(CHAIN)), key.orElseThrow(() -> missing(KEY)), clientAuthority));
    }

    private static Optional<Path> file(Settings settings, String name) {
        Optional<Path> file = settings.find(name).map(Path::of);
        file.filter(path -> !Files.isReadable(path)).ifPresent(path -> {
            throw new SettingException(name + " names the file " + path + ", which cannot be read.");
        });
        return file;
    }

    private static SettingException missing(String name) {
        return new SettingException(name + " is not set: TLS needs " + CHAIN + " and " + KEY + ".");
    }
}
