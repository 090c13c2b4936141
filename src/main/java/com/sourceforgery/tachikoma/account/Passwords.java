package com.sourceforgery.tachikoma.account;

import com.sourceforgery.tachikoma.call.CallFailure;
import java.nio.charset.StandardCharsets;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/** Passwords as bcrypt hashes; each hash or comparison takes the better part of a second's processor time on purpose. */
public final class Passwords {
    private static final int COST = 12;
    private static final int MIN_CHARACTERS = 8;
    /** What bcrypt looks at. */
    private static final int MAX_OCTETS = 72;

    private final PasswordEncoder encoder = new BCryptPasswordEncoder(COST);
    private final String nobody = encoder.encode(Tokens.random());

    /**
     * @param field name of the password in the request
     * @throws CallFailure INVALID when it is too short or too long
     */
    public String hash(String field, String password) {
        if (password.codePointCount(0, password.length()) < MIN_CHARACTERS) {
            throw CallFailure.invalid(field, "A password has at least " + MIN_CHARACTERS + " characters.");
        }
        if (isTooLong(password)) {
            throw CallFailure.invalid(field, "A password has at most " + MAX_OCTETS + " octets in UTF-8.");
        }
        return encoder.encode(password);
    }

    /**
     * Takes as long for a user that is not there as for a wrong password.
     *
     * @param hash of the user, or null when there is no such user
     */
    public boolean isRight(String password, String hash) {
        if (hash != null && OriginalPassword.isOne(hash)) {
            boolean right = OriginalPassword.matches(password, hash);
            encoder.matches(password, nobody); // so that it takes as long as everybody else's
            return right;
        }
        boolean equal = encoder.matches(password, hash == null ? nobody : hash);
        return equal && hash != null && !isTooLong(password);
    }

    private static boolean isTooLong(String password) {
        return password.getBytes(StandardCharsets.UTF_8).length > MAX_OCTETS;
    }
}
