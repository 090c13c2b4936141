package com.sourceforgery.tachikoma.account;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Passwords as Tachikoma 1.0 stored them: {@code sha1:iterations:bytes:salt:hash}, PBKDF2 with HMAC-SHA1 (RFC 8018 §5.2). */
public final class OriginalPassword {
    private static final Pattern FORM =
            Pattern.compile("sha1:(\\d{1,7}):(\\d{1,3}):([A-Za-z0-9+/]+=*):([A-Za-z0-9+/]+=*)");

    private OriginalPassword() {}

    /** Whether a stored password is of this kind. */
    public static boolean isOne(String stored) {
        return FORM.matcher(stored).matches();
    }

    /** Whether the password is the one that was stored; compares in constant time. */
    public static boolean matches(CharSequence password, String stored) {
        Matcher parts = FORM.matcher(stored);
        if (!parts.matches()) {
            return false;
        }
        byte[] hash = Base64.getDecoder().decode(parts.group(4));
        PBEKeySpec spec = new PBEKeySpec(
                password.toString().toCharArray(),
                Base64.getDecoder().decode(parts.group(3)),
                Integer.parseInt(parts.group(1)),
                hash.length * Byte.SIZE);
        try {
            return MessageDigest.isEqual(
                    hash,
                    SecretKeyFactory.getInstance("PBKDF2WithHmacSHA1")
                            .generateSecret(spec)
                            .getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
