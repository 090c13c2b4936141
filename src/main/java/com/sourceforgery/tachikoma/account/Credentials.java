package com.sourceforgery.tachikoma.account;

import com.sourceforgery.tachikoma.call.CallFailure;
import com.sourceforgery.tachikoma.call.CallFailure.Reason;
import com.sourceforgery.tachikoma.grpc.frontend.auth.WebTokenAuthData;
import java.util.Locale;
import java.util.Map;

/** Reads and judges credentials. */
public final class Credentials {
    private static final String REFUSED = "The x-apitoken is missing or wrong: it is <mail domain>:<token>";

    private final WebTokens webTokens;

    public Credentials(WebTokens webTokens) {
        this.webTokens = webTokens;
    }

    /**
     * @param apiToken value of {@code x-apitoken}: mail domain, colon, token; or null
     * @param webToken value of {@code x-webtoken}, looked at only when there is no API token; or null
     * @return what the user is to be looked up by
     * @throws CallFailure UNAUTHENTICATED when there is none, or it has no such form
     */
    public Map<String, Object> read(String apiToken, String webToken) {
        return apiToken == null && webToken != null ? ofWebToken(webTokens.verify(webToken)) : ofApiToken(apiToken);
    }

    private static Map<String, Object> ofWebToken(WebTokenAuthData data) {
        return Map.of(
                "user_id", data.getUserId(),
                "account_id", data.getAccountId(),
                "credentials_version", data.getCredentialsVersion());
    }

    private static Map<String, Object> ofApiToken(String apiToken) {
        int colon = apiToken == null ? -1 : apiToken.indexOf(':');
        if (colon < 1 || colon == apiToken.length() - 1) {
            throw new CallFailure(Reason.UNAUTHENTICATED, REFUSED);
        }
        return Map.of(
                "mail_domain", apiToken.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                "token_hash", Tokens.hexHash(apiToken.substring(colon + 1).strip()));
    }

    /** A caller who may send and follow mail. */
    public Caller frontend(Map<String, Object> user) {
        Caller caller = known(user);
        return allowed(caller, caller.role() != Role.BACKEND);
    }

    /** A caller who may manage users and the account. */
    public Caller admin(Map<String, Object> user) {
        Caller caller = known(user);
        return allowed(caller, caller.role() == Role.FRONTEND_ADMIN);
    }

    /** A node. */
    public Caller backend(Map<String, Object> user) {
        Caller caller = known(user);
        return allowed(caller, caller.role() == Role.BACKEND);
    }

    private static Caller allowed(Caller caller, boolean allowed) {
        if (!allowed) {
            throw new CallFailure(Reason.FORBIDDEN, "A user with role " + caller.role() + " may not call this");
        }
        return caller;
    }

    private static Caller known(Map<String, Object> user) {
        if (user == null) {
            throw new CallFailure(
                    Reason.UNAUTHENTICATED,
                    "The credentials are not those of an active user: the x-apitoken is <mail domain>:<token>, "
                            + "an x-webtoken ends when the user's password or token is changed");
        }
        return Caller.of(user);
    }
}
