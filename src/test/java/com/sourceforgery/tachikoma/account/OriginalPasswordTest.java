package com.sourceforgery.tachikoma.account;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.Test;

class OriginalPasswordTest {
    private static String stored(String password) throws Exception {
        byte[] salt = "a salt of 24 octets here".getBytes();
        byte[] hash = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA1")
                .generateSecret(new PBEKeySpec(password.toCharArray(), salt, 64_000, 144))
                .getEncoded();
        Base64.Encoder base64 = Base64.getEncoder();
        return "sha1:64000:18:" + base64.encodeToString(salt) + ":" + base64.encodeToString(hash);
    }

    @Test
    void theRightPasswordMatches() throws Exception {
        assertTrue(OriginalPassword.matches("open sesame", stored("open sesame")));
    }

    @Test
    void anotherPasswordDoesNot() throws Exception {
        assertFalse(OriginalPassword.matches("Open sesame", stored("open sesame")));
        assertFalse(OriginalPassword.matches("", stored("open sesame")));
    }

    @Test
    void whatIsStoredInAnotherWayMatchesNothing() {
        assertFalse(OriginalPassword.matches("plain", "plain"));
        assertFalse(OriginalPassword.isOne("$2a$10$abcdefghijklmnopqrstuv"));
    }
}
