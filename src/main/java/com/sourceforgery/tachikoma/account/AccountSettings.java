package com.sourceforgery.tachikoma.account;

import com.sourceforgery.tachikoma.call.CallFailure;
import com.sourceforgery.tachikoma.grpc.frontend.admin.account.UpdateSettingsRequest;
import com.sourceforgery.tachikoma.grpc.frontend.admin.account.UpdateSettingsResponse;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** What administrators set for their mail domain. */
public final class AccountSettings {
    private static final int MAX_LENGTH = 500;

    /** Parameters of {@code account-update-settings.sql}; {@code set…} tells what is given. */
    public Map<String, Object> row(UpdateSettingsRequest request, Caller admin) {
        admin.checkOwns("mail_domain", request.getMailDomain());
        Map<String, Object> row = new HashMap<>();
        row.put("setBaseUrl", request.hasBaseUrl());
        row.put("baseUrl", request.getBaseUrl().isEmpty() ? null : baseUrl(request.getBaseUrl()));
        return row;
    }

    /**
     * With a slash at its end, as links are appended to it.
     *
     * @throws CallFailure INVALID when it is no prefix of links
     */
    public static String baseUrl(String url) {
        if (url.length() > MAX_LENGTH) {
            throw CallFailure.invalid("base_url", "It is longer than " + MAX_LENGTH + " characters.");
        }
        if (!isPrefix(url)) {
            throw CallFailure.invalid(
                    "base_url", "It is to be an http or https URL with a host in ASCII and nothing after the path.");
        }
        return url.endsWith("/") ? url : url + "/";
    }

    private static boolean isPrefix(String url) {
        try {
            URI uri = URI.create(url);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && url.chars().allMatch(c -> c > ' ' && c < 127);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** @param row of {@code account-update-settings.sql} */
    public UpdateSettingsResponse answer(Map<String, Object> row) {
        String baseUrl = (String) row.get("base_url");
        return UpdateSettingsResponse.newBuilder()
                .setMailDomain((String) row.get("mail_domain"))
                .setBaseUrl(baseUrl == null ? "" : baseUrl)
                .build();
    }
}
