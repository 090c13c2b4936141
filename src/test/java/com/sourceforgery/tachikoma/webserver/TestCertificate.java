package com.sourceforgery.tachikoma.webserver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;

/** A self-signed certificate for localhost, made by the JDK's keytool, as PEM files. */
public record TestCertificate(Path chain, Path key) {

    public static TestCertificate make(Path folder, String name)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path store = folder.resolve(name + ".p12");
        Files.deleteIfExists(store);
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keystore",
                        store.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-alias",
                        name,
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-keyalg",
                        "EC",
                        "-validity",
                        "2")
                .inheritIO()
                .start();
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool failed");
        }
        KeyStore made = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        Certificate certificate = made.getCertificate(name);
        Key key = made.getKey(name, "changeit".toCharArray());
        return new TestCertificate(
                write(folder.resolve(name + ".crt"), "CERTIFICATE", certificate.getEncoded()),
                write(folder.resolve(name + ".key"), "PRIVATE KEY", key.getEncoded()));
    }

    private static Path write(Path file, String kind, byte[] content) throws IOException {
        String lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(content);
        return Files.writeString(file, "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n");
    }
}
