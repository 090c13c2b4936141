package com.sourceforgery.tachikoma.database;

import com.sourceforgery.tachikoma.config.SettingException;
import com.sourceforgery.tachikoma.config.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * {@code SQL_URL} taken apart.
 *
 * @param jdbcUrl the same place as the PostgreSQL driver wants it, with the query (for example {@code ssl=true})
 * @param user user name, decoded
 * @param password password, decoded; may be empty
 */
public record SqlUrl(String jdbcUrl, String user, String password) {
    /** @throws SettingException when the setting is missing or malformed */
    public static SqlUrl of(Settings settings) {
        return parse(settings.require("SQL_URL", "where PostgreSQL is, postgres://user:password@host:5432/db"));
    }

    /** @throws SettingException when it is not of the form {@code postgres://user:password@host:5432/db?ssl=…} */
    public static SqlUrl parse(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw malformed();
        }
        boolean postgres = "postgres".equals(uri.getScheme()) || "postgresql".equals(uri.getScheme());
        if (!postgres
                || uri.getHost() == null
                || uri.getRawUserInfo() == null
                || uri.getRawPath().length() < 2) {
            throw malformed();
        }
        String[] credentials = uri.getRawUserInfo().split(":", 2);
        int port = uri.getPort() == -1 ? 5432 : uri.getPort();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return new SqlUrl(
                "jdbc:postgresql://" + uri.getHost() + ":" + port + uri.getRawPath() + query,
                decode(credentials[0]),
                credentials.length == 2 ? decode(credentials[1]) : "");
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static SettingException malformed() {
        return new SettingException("SQL_URL is not of the form postgres://user:password@host:5432/db.");
    }

    @Override
    public String toString() {
        return jdbcUrl;
    }
}
