package com.sourceforgery.tachikoma.account;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.Timestamps;
import com.sourceforgery.tachikoma.call.CallFailure;
import com.sourceforgery.tachikoma.call.CallFailure.Reason;
import com.sourceforgery.tachikoma.grpc.frontend.auth.AuthRole;
import com.sourceforgery.tachikoma.grpc.frontend.auth.WebTokenAuthData;
import com.sourceforgery.tachikoma.signing.MessageSigner;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/**
 * Tokens of people who have logged in ({@code x-webtoken}): base64 (RFC 4648 §4) of a signature, a dot, base64 of the
 * signed WebTokenAuthData. What the user may do is looked up at each call; the token only says who it is.
 */
public final class WebTokens {
    private static final String TYPE = WebTokenAuthData.getDescriptor().getFullName();
    private static final String REFUSED = "The x-webtoken is not one of this server";

    private final MessageSigner signer;
    private final Clock clock;

    /** @param keys of {@code WEBTOKEN_SIGN_KEY} */
    public WebTokens(List<String> keys, Clock clock) {
        this.signer = new MessageSigner(keys);
        this.clock = clock;
    }

    /** A new token of a user. */
    public String issue(Caller user, Duration lifetime) {
        ByteString data = WebTokenAuthData.newBuilder()
                .setUserId(user.userId())
                .setAccountId(user.accountId())
                .setAuthenticationRole(AuthRole.valueOf(user.role().name()))
                .setCredentialsVersion(user.credentialsVersion())
                .setExpires(Timestamps.fromMillis(clock.millis() + lifetime.toMillis()))
                .build()
                .toByteString();
        Base64.Encoder base64 = Base64.getEncoder();
        return base64.encodeToString(signer.sign(TYPE, data)) + "." + base64.encodeToString(data.toByteArray());
    }

    /** @throws CallFailure UNAUTHENTICATED when it was not signed here, or has expired */
    WebTokenAuthData verify(String token) {
        WebTokenAuthData data = signed(token);
        if (Timestamps.toMillis(data.getExpires()) <= clock.millis()) {
            throw new CallFailure(Reason.UNAUTHENTICATED, "The x-webtoken has expired: log in again");
        }
        return data;
    }

    private WebTokenAuthData signed(String token) {
        int dot = token.indexOf('.');
        try {
            byte[] signature = Base64.getDecoder().decode(token.substring(0, Math.max(dot, 0)));
            ByteString data = ByteString.copyFrom(Base64.getDecoder().decode(token.substring(dot + 1)));
            if (signer.isSigned(TYPE, data, signature)) {
                return WebTokenAuthData.parseFrom(data);
            }
        } catch (IllegalArgumentException | InvalidProtocolBufferException damaged) {
            // told below
        }
        throw new CallFailure(Reason.UNAUTHENTICATED, REFUSED);
    }
}
