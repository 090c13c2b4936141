package com.sourceforgery.tachikoma.component.mtaqueue;

import com.sourceforgery.tachikoma.config.SettingException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Where the webserver is and who its client is there, read from {@code http(s)://<mail domain>:<token>@host:port/}
 * ({@code gproto+http(s)} means the same). A node has a BACKEND token.
 *
 * @param tls whether the connection is encrypted
 * @param port 80 or 443 when the URL names none
 * @param mailDomain the one domain whose mail the client may send or a node takes
 * @param token the secret of one of that domain's users; never logged
 */
public record ServerAddress(boolean tls, String host, int port, String mailDomain, String token) {

    /**
     * @param setting name of the setting that holds the URL, for the message
     * @throws SettingException when the URL lacks a part; the message never holds the token
     */
    public static ServerAddress parse(String setting, String url) {
        try {
            URI uri = new URI(url.replaceFirst("^gproto\\+", ""));
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            boolean tls = scheme.equals("https");
            if (!tls && !scheme.equals("http")) {
                throw unreadable(setting);
            }
            String[] user = String.valueOf(uri.getRawUserInfo()).split(":", 2);
            if (uri.getHost() == null || user.length < 2 || user[0].isEmpty() || user[1].isEmpty()) {
                throw unreadable(setting);
            }
            int port = uri.getPort() < 0 ? (tls ? 443 : 80) : uri.getPort();
            return new ServerAddress(tls, uri.getHost(), port, decoded(user[0]), decoded(user[1]));
        } catch (URISyntaxException e) {
            throw unreadable(setting);
        }
    }

    /** The value of the {@code x-apitoken} metadata. */
    public String apiToken() {
        return mailDomain + ":" + token;
    }

    @Override
    public String toString() {
        return (tls ? "https://" : "http://") + mailDomain + ":xxx@" + host + ":" + port;
    }

    // A plus sign is itself in user information (RFC 3986 section 3.2.1), while URLDecoder makes it a blank.
    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static SettingException unreadable(String setting) {
        return new SettingException(setting + " is not of the form http(s)://<mail domain>:<token>@<host>:<port>/.");
    }
}
