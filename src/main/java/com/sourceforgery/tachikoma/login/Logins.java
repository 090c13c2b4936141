package com.sourceforgery.tachikoma.login;

import com.google.common.net.InetAddresses;
import com.sourceforgery.tachikoma.account.Caller;
import com.sourceforgery.tachikoma.account.Passwords;
import com.sourceforgery.tachikoma.account.WebTokens;
import com.sourceforgery.tachikoma.call.CallFailure;
import com.sourceforgery.tachikoma.call.CallFailure.Reason;
import com.sourceforgery.tachikoma.component.grpc.GrpcCall;
import com.sourceforgery.tachikoma.grpc.frontend.auth.LoginRequest;
import com.sourceforgery.tachikoma.grpc.frontend.auth.LoginResponse;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/** Judges attempts to log in. */
public final class Logins {
    private final Passwords passwords;
    private final WebTokens webTokens;

    public Logins(Passwords passwords, WebTokens webTokens) {
        this.passwords = passwords;
        this.webTokens = webTokens;
    }

    /**
     * Parameters of {@code login-admit.sql}.
     *
     * @throws CallFailure INVALID when login or password is missing
     */
    public Map<String, Object> attempt(LoginRequest request, GrpcCall call) {
        if (request.getUsername().isBlank()) {
            throw CallFailure.invalid("username", "The login is missing.");
        }
        if (request.getUsername().indexOf('\0') >= 0) {
            throw CallFailure.invalid("username", "There is a NUL character in it.");
        }
        if (request.getPassword().isEmpty()) {
            throw CallFailure.invalid("password", "The password is missing.");
        }
        return Map.of(
                "login",
                request.getUsername().strip(),
                "address",
                network(InetAddresses.forString(call.clientAddress())));
    }

    /** The address; of IPv6 the first 64 bits, since whoever has one of those addresses has all of them (RFC 6177). */
    private static String network(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address.getHostAddress();
        }
        byte[] bytes = address.getAddress();
        Arrays.fill(bytes, 8, 16, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 octets are an address", e);
        }
    }

    /**
     * @param row of {@code login-admit.sql}
     * @throws CallFailure LIMIT when there were too many failures shortly before
     */
    public void admit(Map<String, Object> row) {
        if (!Boolean.TRUE.equals(row.get("admitted"))) {
            throw CallFailure.tooOften(
                    "Too many failed logins", Duration.ofSeconds(((Number) row.get("wait_seconds")).longValue()));
        }
    }

    /**
     * @param row of {@code login-admit.sql}
     * @throws CallFailure UNAUTHENTICATED when there is no such user or the password is wrong; it does not tell which
     */
    public void check(LoginRequest request, Map<String, Object> row) {
        if (!passwords.isRight(request.getPassword(), (String) row.get("password_hash"))) {
            throw new CallFailure(Reason.UNAUTHENTICATED, "Login or password is wrong");
        }
    }

    /** The answer to a user who has logged in. */
    public LoginResponse answer(Map<String, Object> row, long lifetimeSeconds) {
        return LoginResponse.newBuilder()
                .setAuthHeader(webTokens.issue(Caller.of(row), Duration.ofSeconds(lifetimeSeconds)))
                .build();
    }
}
