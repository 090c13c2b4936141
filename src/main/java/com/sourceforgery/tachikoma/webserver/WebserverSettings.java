package com.sourceforgery.tachikoma.webserver;

import com.sourceforgery.tachikoma.address.DomainName;
import com.sourceforgery.tachikoma.config.SettingException;
import com.sourceforgery.tachikoma.config.Settings;
import com.sourceforgery.tachikoma.database.SqlUrl;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The webserver's settings, read and checked.
 *
 * @param mailDomains in ASCII and lower case
 * @param baseUrl ends in a slash
 * @param unsubscribeDomain domain of {@code bounce-} and {@code unsub-} addresses in ASCII, or null for the mail domain
 * @param address that the port is opened on
 * @param remoteAddressHeader header in which a proxy tells the client's address
 * @param spool folder of hits that wait for the broker
 * @param databaseConnections most connections to the database
 * @param timeDatabaseQueries whether statements that take long are logged
 * @param slowMillis from how many milliseconds on a statement takes long
 */
record WebserverSettings(
        SqlUrl sqlUrl,
        String mqUrl,
        List<String> mailDomains,
        String baseUrl,
        List<String> linkSignKeys,
        List<String> webtokenSignKeys,
        String unsubscribeDomain,
        String address,
        int port,
        String managementAddress,
        int managementPort,
        Optional<Path> tokenFile,
        boolean sendDebugData,
        Optional<String> remoteAddressHeader,
        Path spool,
        int databaseConnections,
        boolean timeDatabaseQueries,
        int slowMillis) {

    static WebserverSettings read(Settings settings) {
        return new WebserverSettings(
                SqlUrl.of(settings),
                settings.require("MQ_URL", "where RabbitMQ is, amqp://user:password@host:5672/vhost"),
                mailDomains(settings),
                baseUrl(settings.get("BASE_URL", "http://localhost:8070/")),
                keys(settings, "LINK_SIGN_KEY", "the key that signs link tokens"),
                keys(settings, "WEBTOKEN_SIGN_KEY", "the key that signs login tokens"),
                settings.find("UNSUBSCRIBE_DOMAIN_OVERRIDE")
                        .map(domain -> domain("UNSUBSCRIBE_DOMAIN_OVERRIDE", domain))
                        .orElse(null),
                settings.get("TACHIKOMA_ADDRESS", "0.0.0.0"),
                settings.getInt("TACHIKOMA_PORT", 8070),
                settings.get("TACHIKOMA_MANAGEMENT_ADDRESS", "0.0.0.0"),
                settings.getInt("TACHIKOMA_MANAGEMENT_PORT", 8071),
                settings.find("TACHIKOMA_TOKEN_FILE").map(Path::of),
                settings.isTrue("SEND_DEBUG_DATA"),
                remoteAddressHeader(settings),
                Path.of(settings.get("TACHIKOMA_SPOOL", "/var/spool/tachikoma")),
                settings.getInt("TACHIKOMA_DATABASE_CONNECTIONS", 16),
                settings.isTrue("TIME_DATABASE_QUERIES"),
                settings.getInt("TACHIKOMA_SLOW_QUERY_MILLIS", 100));
    }

    private static List<String> mailDomains(Settings settings) {
        settings.require("MAIL_DOMAINS", "the mail domains of this server, comma-separated");
        return settings.getList("MAIL_DOMAINS").stream()
                .map(domain -> domain("MAIL_DOMAINS", domain))
                .distinct()
                .toList();
    }

    private static String domain(String setting, String domain) {
        try {
            return DomainName.toAscii(domain);
        } catch (IllegalArgumentException e) {
            throw new SettingException(setting + " has '" + domain + "', which " + e.getMessage() + ".");
        }
    }

    private static Optional<String> remoteAddressHeader(Settings settings) {
        Optional<String> name = settings.find("OVERRIDING_REMOTE_IP_HEADER");
        name.filter(header -> !header.matches("[A-Za-z0-9._-]+")).ifPresent(header -> {
            throw new SettingException(
                    "OVERRIDING_REMOTE_IP_HEADER is '" + header + "', which is no name of a header.");
        });
        return name;
    }

    private static String baseUrl(String url) {
        try {
            URI uri = URI.create(url);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return url.endsWith("/") ? url : url + "/";
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw new SettingException("BASE_URL is '" + url + "', which is no http(s) URL.");
    }

    private static List<String> keys(Settings settings, String name, String meaning) {
        settings.require(name, meaning);
        return settings.getList(name);
    }
}
