package com.sourceforgery.tachikoma.node;

import com.google.common.net.HostAndPort;
import com.sourceforgery.tachikoma.component.mtaqueue.ServerAddress;
import com.sourceforgery.tachikoma.component.mtaqueue.ServerTrust;
import com.sourceforgery.tachikoma.config.SettingException;
import com.sourceforgery.tachikoma.config.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the operator says about a node.
 *
 * @param server TACHIKOMA_URL
 * @param trust INSECURE, TACHIKOMA_CLIENT_CERT, TACHIKOMA_CLIENT_KEY
 * @param hostname TACHIKOMA_HOSTNAME, the name in SMTP
 * @param smtp TACHIKOMA_SMTP, where Postfix takes mail
 * @param maillog TACHIKOMA_MAILLOG, need not be there yet
 * @param state TACHIKOMA_STATE, the folder of journal and positions; made when it is not there
 * @param management TACHIKOMA_MANAGEMENT_ADDRESS and TACHIKOMA_MANAGEMENT_PORT, where health and metrics are served
 */
record NodeSettings(
        ServerAddress server,
        ServerTrust trust,
        String hostname,
        HostAndPort smtp,
        Path maillog,
        Path state,
        HostAndPort management) {

    /** @throws SettingException with one sentence that names what is missing or wrong */
    static NodeSettings read(Settings settings) {
        String url = settings.require(
                "TACHIKOMA_URL", "the webserver's address, http(s)://<mail domain>:<BACKEND token>@<host>:<port>/");
        return new NodeSettings(
                ServerAddress.parse("TACHIKOMA_URL", url),
                trust(settings),
                settings.find("TACHIKOMA_HOSTNAME").orElseGet(NodeSettings::ownName),
                address(settings.get("TACHIKOMA_SMTP", "localhost:25")),
                Path.of(settings.get("TACHIKOMA_MAILLOG", "/var/log/postfix/mail.log")),
                stateFolder(settings.get("TACHIKOMA_STATE", "/var/spool/postfix/tachikoma")),
                HostAndPort.fromParts(
                        settings.get("TACHIKOMA_MANAGEMENT_ADDRESS", "127.0.0.1"),
                        settings.getInt("TACHIKOMA_MANAGEMENT_PORT", 8072)));
    }

    private static ServerTrust trust(Settings settings) {
        Optional<Path> certificate = readable(settings, "TACHIKOMA_CLIENT_CERT");
        Optional<Path> key = readable(settings, "TACHIKOMA_CLIENT_KEY");
        if (certificate.isPresent() != key.isPresent()) {
            throw new SettingException("TACHIKOMA_CLIENT_CERT and TACHIKOMA_CLIENT_KEY are of use only together.");
        }
        return new ServerTrust(settings.isTrue("INSECURE"), certificate, key);
    }

    private static Optional<Path> readable(Settings settings, String name) {
        Optional<Path> file = settings.find(name).map(Path::of);
        if (file.isPresent() && !Files.isReadable(file.get())) {
            throw new SettingException(name + " names the file " + file.get() + ", which cannot be read.");
        }
        return file;
    }

    private static HostAndPort address(String text) {
        try {
            return HostAndPort.fromString(text).withDefaultPort(25);
        } catch (IllegalArgumentException e) {
            throw new SettingException("TACHIKOMA_SMTP is '" + text + "', which is not of the form <host>:<port>.");
        }
    }

    private static Path stateFolder(String name) {
        Path folder = Path.of(name);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new SettingException("TACHIKOMA_STATE names the folder " + folder + ", which cannot be made.");
        }
        if (!Files.isWritable(folder)) {
            throw new SettingException("TACHIKOMA_STATE names the folder " + folder + ", which cannot be written.");
        }
        return folder;
    }

    private static String ownName() {
        try {
            return InetAddress.getLocalHost().getCanonicalHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
